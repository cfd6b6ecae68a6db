import CHDF5

/// The type of the values in a file or in memory.
package enum HDF5NumberType: Equatable, Sendable, CustomStringConvertible {
  case integer(bits: Int, isSigned: Bool)
  case float(bits: Int)
  /// Yes or no, in a byte, as h5py stores it: an enumeration of FALSE and TRUE.
  case flag

  /// The type in a file, or nil where it is none of ours: text, compounds, references, numbers of
  /// unusual sizes.
  init?(of type: hid_t) {
    let bytes = H5Tget_size(type)
    guard bytes <= 8 else { return nil }
    switch H5Tget_class(type) {
    case H5T_INTEGER: self = .integer(bits: 8 * bytes, isSigned: H5Tget_sign(type) == H5T_SGN_2)
    case H5T_FLOAT: self = .float(bits: 8 * bytes)
    case H5T_ENUM where H5Tequal(type, Self.flagType) > 0: self = .flag
    default: return nil
    }
  }

  /// The library's name for a type that an ``HDF5Element`` has.
  var native: hid_t {
    switch self {
    case .float(bits: 32): chdf5_native_float()
    case .float: chdf5_native_double()
    case .flag: Self.flagType
    case .integer(bits: 8, _): chdf5_native_uint8()
    case .integer(bits: 32, _): chdf5_native_int32()
    case .integer(_, isSigned: true): chdf5_native_int64()
    case .integer(_, isSigned: false): chdf5_native_uint64()
    }
  }

  /// The library's name for ``flag``.
  private static let flagType: hid_t = {
    let type = H5Tenum_create(chdf5_native_int8())
    for (value, name) in ["FALSE", "TRUE"].enumerated() {
      var value = Int8(value)
      _ = unsafe H5Tenum_insert(type, name, &value)
    }
    return type
  }()

  /// The number of bytes of a value in memory.
  var size: Int {
    switch self {
    case .integer(let bits, _), .float(let bits): bits / 8
    case .flag: 1
    }
  }

  /// Whether values of `other` can be taken as this type: integers where all of them fit, as
  /// floating-point numbers, which round them, any number, and flags as 0 and 1.
  func accepts(_ other: HDF5NumberType) -> Bool {
    switch (self, other) {
    case (.float, _), (_, .flag): true
    case (.integer, .float), (.flag, _): false
    case (.integer(let bits, let isSigned), .integer(let otherBits, let otherIsSigned)):
      isSigned == otherIsSigned ? bits >= otherBits : isSigned && bits > otherBits
    }
  }

  package var description: String {
    switch self {
    case .float(let bits): "\(bits)-bit floating-point numbers"
    case .integer(let bits, isSigned: true): "\(bits)-bit integers"
    case .integer(let bits, isSigned: false): "unsigned \(bits)-bit integers"
    case .flag: "flags"
    }
  }
}
