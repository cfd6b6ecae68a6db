extension HDF5File {
  /// An error about contents that could be read but do not mean what they should.
  ///
  /// - Parameters:
  ///   - reason: what is wrong, as the end of a sentence.
  ///   - advice: what to do about it, as a sentence without its full stop.
  package func error(
    _ cause: HDF5Error.Cause, _ reason: String, advice: String, object: String? = nil
  ) -> HDF5Error {
    HDF5Error(
      cause: cause, file: path, action: "use it", object: object, reason: reason, advice: advice)
  }
}
