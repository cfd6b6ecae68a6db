import Foundation
import ReferenceChecks
import Testing

@Suite struct ReferenceCommandTests {
  private func run(
    _ arguments: String...
  ) -> (status: ReferenceCommand.Status, output: String, errors: String) {
    var (output, errors) = ("", "")
    let status = ReferenceCommand.run(
      arguments, print: { output += $0 }, complain: { errors += $0 })
    return (status, output, errors)
  }

  @Test func `a folder that agrees is reported dataset by dataset`() throws {
    let copy = try AlteredCopy("returns/returns.h5")
    try FileManager.default.createDirectory(
      at: copy.folder.appending(path: "others"), withIntermediateDirectories: true)
    let other = copy.folder.appending(path: "others/data.h5")
    try FileManager.default.copyItem(at: copy.file, to: other)
    try Data("notes".utf8).write(to: copy.folder.appending(path: "README.md"))
    let (status, output, errors) = run(copy.folder.path)
    #expect(status == .success && errors.isEmpty)
    #expect(output.contains("  returns_gae_proper"))
    #expect(output.contains("Not known here, not compared:\n  others/data.h5\n"))
    #expect(output.hasSuffix("1 files with 1557 values agree within their tolerances.\n"))
    #expect(!output.contains("README"))
  }

  @Test func `a value outside its tolerance is bad data`() throws {
    let copy = try AlteredCopy("returns/returns.h5")
    try copy.changeValue(of: "cases/t7_n3/returns_nstep_plain")
    let (status, output, errors) = run(copy.folder.path)
    #expect(status == .badData && status.rawValue == 65)
    #expect(output.contains("FAIL  cases/t7_n3\n"))
    #expect(errors == "Failed:\n  returns/returns.h5\n")
  }

  @Test func `a truncated file and a file of another kind are bad data`() throws {
    let copy = try AlteredCopy("policy/mlp.h5")
    let bytes = try Data(contentsOf: copy.file)
    for contents in [bytes.prefix(bytes.count / 2), Data("text".utf8), Data()] {
      try contents.write(to: copy.file)
      let (status, output, errors) = run(copy.folder.path)
      #expect(status == .badData)
      #expect(output.contains("FAIL") && errors.contains("policy/mlp.h5"))
    }
  }

  @Test func `the command is told a folder, and nothing else`() {
    #expect(run().status == .wrongUsage && run("a", "b").status == .wrongUsage)
    #expect(run("--help").status.rawValue == 64)
    #expect(run().errors == "Usage: script/reference FOLDER\n")
  }

  @Test func `what cannot be read is told from what is wrong`() throws {
    let copy = try AlteredCopy("returns/returns.h5")
    let missing = run(copy.folder.path + "/missing")
    #expect(missing.status == .unreadable && missing.status.rawValue == 74)
    #expect(missing.errors.contains("there is no such file or folder"))
    #expect(run(copy.file.path).status == .unreadable)

    try FileManager.default.removeItem(at: copy.file)
    let empty = run(copy.folder.path)
    #expect(empty.status == .badData && empty.errors.contains("nothing in it to compare"))
    try FileManager.default.createSymbolicLink(
      at: copy.file, withDestinationURL: copy.folder.appending(path: "nowhere"))
    #expect(run(copy.folder.path).status == .unreadable)
  }

  @Test func `a folder in which nothing is known does not pass`() throws {
    let copy = try AlteredCopy("returns/returns.h5")
    try FileManager.default.moveItem(
      at: copy.file, to: copy.folder.appending(path: "returns/other.h5"))
    let (status, output, errors) = run(copy.folder.path)
    #expect(status == .badData && errors.contains("nothing in it to compare"))
    #expect(output.contains("returns/other.h5\n  not known here"))
  }
}
