import CHDF5

/// The type of the numbers in a file or in memory.
package enum HDF5NumberType: Equatable, Sendable, CustomStringConvertible {
  case integer(bits: Int, isSigned: Bool)
  case float(bits: Int)

  /// The type in a file, or nil where it is none of ours: text, compounds, references, numbers of
  /// unusual sizes.
  init?(of type: hid_t) {
    let bytes = H5Tget_size(type)
    guard bytes <= 8 else { return nil }
    switch H5Tget_class(type) {
    case H5T_INTEGER: self = .integer(bits: 8 * bytes, isSigned: H5Tget_sign(type) == H5T_SGN_2)
    case H5T_FLOAT: self = .float(bits: 8 * bytes)
    default: return nil
    }
  }

  /// The library's name for a type that an ``HDF5Element`` has.
  var native: hid_t {
    switch self {
    case .float(bits: 32): chdf5_native_float()
    case .float: chdf5_native_double()
    case .integer(bits: 8, _): chdf5_native_uint8()
    case .integer(bits: 32, _): chdf5_native_int32()
    case .integer(_, isSigned: true): chdf5_native_int64()
    case .integer(_, isSigned: false): chdf5_native_uint64()
    }
  }

  /// Whether values of `other` can be taken as this type: integers where all of them fit, and as
  /// floating-point numbers, which round them, any number.
  func accepts(_ other: HDF5NumberType) -> Bool {
    switch (self, other) {
    case (.float, _): true
    case (.integer, .float): false
    case (.integer(let bits, let isSigned), .integer(let otherBits, let otherIsSigned)):
      isSigned == otherIsSigned ? bits >= otherBits : isSigned && bits > otherBits
    }
  }

  package var description: String {
    switch self {
    case .float(let bits): "\(bits)-bit floating-point numbers"
    case .integer(let bits, isSigned: true): "\(bits)-bit integers"
    case .integer(let bits, isSigned: false): "unsigned \(bits)-bit integers"
    }
  }
}
