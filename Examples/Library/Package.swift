// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "library",
  dependencies: [
    // Two folders up from here; Examples/PointMass says what to write in a package that lives elsewhere.
    .package(name: "agents", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "library",
      dependencies: [
        .product(name: "AgentsTraining", package: "agents"),
        .product(name: "AgentsEvaluation", package: "agents"),
        .product(name: "AgentsFigures", package: "agents"),
      ],
      path: "Sources")
  ]
)
