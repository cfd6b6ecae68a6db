import Foundation
import Testing

@Suite struct DocumentationTests {
  @Test func `the example in the documentation is the one that is tested`() throws {
    let page = try String(
      contentsOf: packageFolder.appending(path: "docs/environments.md"), encoding: .utf8)
    let example = try String(
      contentsOf: packageFolder.appending(path: "Tests/EnvironmentsTests/PointMass.swift"),
      encoding: .utf8)
    #expect(page.contains("```swift\n\(example)```\n"))
    #expect(example.split(separator: "\n", omittingEmptySubsequences: false).count <= 41)
  }
}
