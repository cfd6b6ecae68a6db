/// Where recorded episodes go.
package protocol EpisodeWriter: AnyObject {
  /// Compresses an episode; on any thread, for it is the work.
  var encode: @Sendable (EpisodeRecord) -> EncodedEpisode { get }

  /// Adds the next episode, in the order of their numbers.
  ///
  /// - Throws: ``FileError`` or ``HDF5Error``. What could be read before still can.
  func append(_ episode: EncodedEpisode) throws

  /// Makes all episodes readable. None follows.
  ///
  /// - Throws: as ``append(_:)``.
  func close() throws
}
