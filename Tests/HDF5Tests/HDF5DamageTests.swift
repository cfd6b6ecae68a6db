import Foundation
import HDF5
import TestSupport
import Testing

@Suite struct HDF5DamageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func errorOfOpening(_ url: URL) -> HDF5Error? {
    #expect(throws: HDF5Error.self) { try HDF5File(reading: url) }
  }

  @Test func `every beginning of a file is refused as cut off`() throws {
    let whole = folder.file("whole.h5")
    try HDF5File.replace(at: whole) {
      try $0.write((0..<300).map(Float.init), shape: [300], to: "a/b/values")
      try $0.writeAttribute("text", "of some length", of: "a/b")
    }
    let bytes = try Data(contentsOf: whole)
    let part = folder.file("part.h5")
    for length in Array(0..<100) + Array(stride(from: 100, to: bytes.count, by: 37)) {
      try bytes.prefix(length).write(to: part)
      let error = errorOfOpening(part)
      #expect(error?.cause == .damaged, "\(length) bytes")
      #expect(error?.isBadData == true)
    }
    try bytes.write(to: part)
    #expect(try HDF5File(reading: part).read("a/b/values", as: Float.self).values.count == 300)
  }

  @Test func `other files are refused as what they are`() throws {
    let text = folder.file("text.h5")
    try Data("just some text, longer than a signature\n".utf8).write(to: text)
    #expect(errorOfOpening(text)?.cause == .notHDF5)
    #expect(errorOfOpening(text)?.reason == "it is not an HDF5 file")

    let empty = folder.file("empty.h5")
    try Data().write(to: empty)
    #expect(errorOfOpening(empty)?.reason == "it is empty")

    let missing = errorOfOpening(folder.file("missing.h5"))
    #expect(missing?.cause == .fileMissing && missing?.isBadData == false)
    #expect(
      missing?.description
        == "\(folder.file("missing.h5").path): cannot open it: there is no such file or folder. "
        + "Check the path.")

    #expect(errorOfOpening(folder.url)?.reason == "it is a folder")
    #expect(errorOfOpening(URL(filePath: "/dev/null"))?.reason == "it is not a regular file")
    #expect(errorOfOpening(text.appending(path: "x.h5"))?.cause == .unreadable)
  }

  @Test func `a file without permission is refused`() async {
    // In a process of its own, which is nobody's, because root may read everything.
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let url = folder.file("secret.h5")
      try HDF5File.replace(at: url) { try $0.write(1.0, to: "x") }
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: url.path)
      if getuid() == 0 { try #require(setuid(65534) == 0) }
      let error = #expect(throws: HDF5Error.self) { try HDF5File(reading: url) }
      #expect(error?.cause == .unreadable)
      #expect(error?.reason == "permission denied")
    }
  }

  @Test func `an existing file is not overwritten`() throws {
    let url = folder.file("x.h5")
    try Data("precious".utf8).write(to: url)
    let error = #expect(throws: HDF5Error.self) { try HDF5File(creating: url) }
    #expect(error?.cause == .writeFailed && error?.reason == "it exists already")
    #expect(try Data(contentsOf: url) == Data("precious".utf8))
    #expect(throws: HDF5Error.self) { try HDF5File(creating: folder.file("no/such/folder.h5")) }
  }

  @Test func `an object is not written twice`() throws {
    let file = try HDF5File(creating: folder.file("x.h5"))
    try file.write(1.0, to: "x")
    let error = #expect(throws: HDF5Error.self) { try file.write(2.0, to: "x") }
    #expect(error?.reason == "there is an object of this name already")
    // The file is then beyond use.
    #expect(throws: try #require(error)) { try file.write(2.0, to: "y") }
    #expect(throws: try #require(error)) { try file.close() }
  }
}
