// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "point-mass",
  dependencies: [
    // Two folders up from here. In a package that lives elsewhere, write the path of your checkout, or
    // the URL that it was cloned from: .package(url: "https://...", branch: "main"), whose last part
    // is then what `package:` below has to say.
    .package(name: "agents", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "point-mass",
      dependencies: [.product(name: "AgentsTraining", package: "agents")],
      path: "Sources")
  ]
)
