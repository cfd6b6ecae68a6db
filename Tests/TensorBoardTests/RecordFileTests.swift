import TensorBoard
import Testing

@Suite struct RecordFileTests {
  @Test func `checksums are those of RFC 3720, appendix B.4`() {
    let bytes = [UInt8](0..<32)
    #expect(CRC32C.checksum(of: bytes[...]) == 0x46DD_794E)
    #expect(CRC32C.checksum(of: bytes.reversed()[...]) == 0x113F_DB5C)
    #expect(CRC32C.checksum(of: [UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
    #expect(CRC32C.checksum(of: [UInt8](repeating: 0xFF, count: 32)[...]) == 0x62A8_AB43)
  }

  @Test func `records cut off anywhere leave those that are whole`() {
    let records: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 7, count: 300)]
    var bytes = [UInt8]()
    var ends = [Int]()
    for record in records {
      RecordFile.append(record, to: &bytes)
      ends.append(bytes.count)
    }
    for length in 0...bytes.count {
      let part = Array(bytes[..<length])
      let whole = ends.count { $0 <= length }
      #expect(
        RecordFile.records(in: part).map { Array(part[$0]) } == Array(records[..<whole]))
    }
  }

  @Test func `a byte that changed ends the records before it`() {
    var bytes = [UInt8]()
    RecordFile.append([1, 2, 3], to: &bytes)
    let second = bytes.count
    RecordFile.append([4, 5, 6], to: &bytes)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 0x10
      #expect(RecordFile.records(in: damaged).count == (index < second ? 0 : 1), "byte \(index)")
    }
  }
}
