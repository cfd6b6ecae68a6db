// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "agents-with-parts",
  dependencies: [
    // See Examples/PointMass for packages that lie elsewhere.
    .package(name: "agents", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "agents-with-parts",
      dependencies: [
        .product(name: "AgentsCommand", package: "agents"),
        .product(name: "AgentsTraining", package: "agents"),
        .product(name: "AgentsEnvironments", package: "agents"),
      ],
      path: "Sources")
  ]
)
