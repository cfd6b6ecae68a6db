import CHDF5

/// A number that a dataset or an attribute can hold.
package protocol HDF5Element: BitwiseCopyable, Sendable {
  static var numberType: HDF5NumberType { get }
}

extension Float: HDF5Element {
  package static var numberType: HDF5NumberType { .float(bits: 32) }
}

extension Double: HDF5Element {
  package static var numberType: HDF5NumberType { .float(bits: 64) }
}

extension Int32: HDF5Element {
  package static var numberType: HDF5NumberType { .integer(bits: 32, isSigned: true) }
}

extension Int64: HDF5Element {
  package static var numberType: HDF5NumberType { .integer(bits: 64, isSigned: true) }
}

extension Int: HDF5Element {
  package static var numberType: HDF5NumberType { .integer(bits: 64, isSigned: true) }
}

extension UInt64: HDF5Element {
  package static var numberType: HDF5NumberType { .integer(bits: 64, isSigned: false) }
}

extension UInt8: HDF5Element {
  package static var numberType: HDF5NumberType { .integer(bits: 8, isSigned: false) }
}
