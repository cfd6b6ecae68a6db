import ArgumentParser
import Evaluate
import Experiments

/// Which principal components a picture shows.
struct ComponentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Two or three principal components, counted from 1.", valueName: "list"))
  var components = IndexList([1, 2])

  func validate() throws {
    let indices = components.indices
    guard (2...3).contains(indices.count), indices.allSatisfy({ $0 > 0 }) else {
      throw ValidationError(
        "--components takes two or three different numbers from 1, such as 1,2 or 1,2,3.")
    }
  }

  /// The components, counted from 0.
  func indices(of components: PrincipalComponents) throws -> [Int] {
    let largest = self.components.indices.max() ?? 0
    guard largest <= components.width else {
      throw AnalysisError(
        .wrongUsage,
        """
        --components asks for component \(largest), and the states have \
        \(Count.text(components.width, "unit")).
        """)
    }
    return self.components.indices.map { $0 - 1 }
  }
}
