import Foundation
import Testing

@Suite struct DocumentationTests {
  private func text(of path: String) throws -> String {
    try String(contentsOf: packageFolder.appending(path: path), encoding: .utf8)
  }

  @Test func `the example in the documentation is the one that is tested`() throws {
    let page = try text(of: "docs/environments.md")
    let example = try text(of: "Tests/EnvironmentsTests/PointMass.swift")
    #expect(page.contains("```swift\n\(example)```\n"))
    #expect(example.split(separator: "\n", omittingEmptySubsequences: false).count <= 41)
  }

  @Test(arguments: ["Package.swift", "Sources/main.swift"])
  func `the package in the documentation is the one in Examples`(_ file: String) throws {
    let page = try text(of: "docs/environments.md")
    #expect(page.contains("```swift\n\(try text(of: "Examples/PointMass/\(file)"))```\n"))
  }

  @Test(arguments: ["cart_push.xml", "cart_push.yaml", "swing_up.xml", "swing_up.yaml"])
  func `the tasks in the documentation are those in Examples`(_ file: String) throws {
    let page = try text(of: "docs/tasks.md")
    let kind = file.split(separator: ".")[1]
    #expect(page.contains("```\(kind)\n\(try text(of: "Examples/tasks/\(file)"))```\n"))
  }
}
