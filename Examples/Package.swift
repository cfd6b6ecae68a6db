// swift-tools-version: 6.2
import PackageDescription

// The examples as one package, so that the toolkit is built once for all of them. PointMass has a manifest
// of its own, too, which is one to copy.
let toolkit = ["AgentsCommand", "AgentsTraining", "AgentsEvaluation", "AgentsFigures"]
  .map { Target.Dependency.product(name: $0, package: "agents") }

let package = Package(
  name: "examples",
  dependencies: [
    .package(name: "agents", path: "..")
  ],
  targets: [
    .executableTarget(name: "point-mass", dependencies: toolkit, path: "PointMass/Sources"),
    .executableTarget(name: "library", dependencies: toolkit, path: "Library/Sources"),
    .executableTarget(name: "agents-with-parts", dependencies: toolkit, path: "Parts/Sources"),
  ]
)
