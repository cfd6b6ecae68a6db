import Tensors

extension HDF5File {
  /// Writes a flat buffer of parameters, or of something kept for each of them, as one dataset for each
  /// slot of the layout.
  package func write(
    _ buffer: Matrix, of layout: ParameterLayout, to group: String
  ) throws(HDF5Error) {
    for slot in layout.slots {
      try write(slot.view(in: buffer), shape: slot.shape, to: "\(group)/\(slot.name)")
    }
  }

  /// Reads what ``write(_:of:to:)`` wrote.
  package func read(
    _ group: String, into buffer: Matrix, of layout: ParameterLayout
  ) throws(HDF5Error) {
    for slot in layout.slots {
      try read("\(group)/\(slot.name)", into: slot.view(in: buffer), shape: slot.shape)
    }
  }
}
