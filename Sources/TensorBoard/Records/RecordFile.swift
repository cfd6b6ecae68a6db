/// The framing of records in TensorFlow's TFRecord files: the length of the record in 8 bytes, a checksum
/// of these, the record, and a checksum of it, all least significant byte first
/// (https://www.tensorflow.org/tutorials/load_data/tfrecord).
package enum RecordFile {
  /// The bytes before a record and after it.
  private static let headSize = 12
  private static let tailSize = 4

  package static func append(_ record: [UInt8], to bytes: inout [UInt8]) {
    let length = littleEndian(UInt64(record.count))
    bytes += length
    bytes += littleEndian(maskedChecksum(of: length[...]))
    bytes += record
    bytes += littleEndian(maskedChecksum(of: record[...]))
  }

  /// The places of the records in `bytes`, as far as they are whole and undamaged.
  package static func records(in bytes: [UInt8]) -> [Range<Int>] {
    var records = [Range<Int>]()
    var start = 0
    while let record = record(in: bytes[start...]) {
      records.append(record)
      start = end(of: record)
    }
    return records
  }

  /// Where the next record begins.
  package static func end(of record: Range<Int>) -> Int { record.upperBound + tailSize }

  /// The place of the first record in `bytes`, if it is whole and undamaged.
  private static func record(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    guard bytes.count >= headSize + tailSize else { return nil }
    let length = bytes.prefix(8)
    let start = bytes.startIndex + headSize
    guard hasChecksum(length, after: bytes),
      let count = Int(exactly: number(length)), count <= bytes.count - headSize - tailSize
    else { return nil }
    let record = start..<start + count
    return hasChecksum(bytes[record], after: bytes) ? record : nil
  }

  private static func hasChecksum(
    _ part: ArraySlice<UInt8>, after bytes: ArraySlice<UInt8>
  ) -> Bool {
    let stored = bytes[part.endIndex..<part.endIndex + 4]
    return number(stored) == UInt64(maskedChecksum(of: part))
  }

  /// Checksums are stored rotated and shifted, so that those of data that hold checksums are no special
  /// case.
  private static func maskedChecksum(of bytes: ArraySlice<UInt8>) -> UInt32 {
    let checksum = CRC32C.checksum(of: bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func littleEndian<Number: FixedWidthInteger & UnsignedInteger>(
    _ number: Number
  ) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * Number($0))) }
  }
}
