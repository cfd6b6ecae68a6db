// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled with strict memory safety: what is unsafe says so where it stands.
let swiftSettings: [SwiftSetting] = [.strictMemorySafety(), .swiftLanguageMode(.v6)]

/// The models of the tasks on MuJoCo, and those that other tasks are drawn with.
let models = [
  "ant", "half_cheetah", "hopper", "humanoid", "humanoid_standup", "inverted_double_pendulum",
  "inverted_pendulum", "pusher", "reacher", "swimmer", "walker2d",
  "scenes/acrobot", "scenes/cart_pole", "scenes/pendulum", "scenes/water_maze",
]

// The arrows of the architecture, from the libraries of the system up to the command.
let package = Package(
  name: "agents",
  products: [
    .executable(name: "agents", targets: ["AgentsProgram"]),
    // For people who write an environment of their own.
    .library(name: "AgentsEnvironments", targets: ["Environments", "Settings", "Tensors"]),
    // For people who write a training script of their own.
    .library(
      name: "AgentsTraining",
      targets: [
        "Agents", "Acting", "Models", "Storage", "Environments", "Experiments", "Lanes", "Settings",
        "TensorBoard",
        "Tensors",
      ]),
    // For people who want the whole program with parts of their own.
    .library(name: "AgentsCommand", targets: ["AgentsCommand"]),
    // For people who look inside what was trained.
    .library(name: "AgentsEvaluation", targets: ["Evaluate", "Acting", "Environments"]),
    // For people who draw what they found.
    .library(name: "AgentsFigures", targets: ["Figures", "Evaluate", "Experiments"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // The system's libraries.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
    // Both come with libhdf5-dev, which needs them.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CMuJoCo", providers: [.apt(["libmujoco-dev"])]),

    // MuJoCo's calls with a way out of its errors, which Swift cannot have.
    .target(name: "CMuJoCoGuard", dependencies: ["CMuJoCo"]),

    // An attempt to read a file in a process of its own, which Swift must not make.
    .target(name: "CHDF5Trial", dependencies: ["CHDF5"]),

    // Elementwise kernels, each compiled for several instruction sets, which Swift cannot do.
    .target(name: "CKernels"),

    .target(
      name: "Tensors", dependencies: ["COpenBLAS", "CKernels"], swiftSettings: swiftSettings),
    .target(name: "Lanes", swiftSettings: swiftSettings),
    .target(name: "Settings", swiftSettings: swiftSettings),
    .target(name: "Spaces", dependencies: ["Tensors"], swiftSettings: swiftSettings),
    .target(
      name: "YAML", dependencies: [.product(name: "Yams", package: "Yams")],
      swiftSettings: swiftSettings),
    .target(name: "Files", dependencies: ["COpenSSL"], swiftSettings: swiftSettings),
    .target(
      name: "HDF5", dependencies: ["Tensors", "Files", "CHDF5", "CHDF5Trial", "CZlib"],
      swiftSettings: swiftSettings),
    .target(
      name: "Environments",
      dependencies: [
        "Settings", "Spaces", "Tensors", "YAML", "CMuJoCo", "CMuJoCoGuard",
      ],
      resources: models.map { .embedInCode("Resources/\($0).xml") },
      swiftSettings: swiftSettings),
    .target(
      name: "Models", dependencies: ["Settings", "Spaces", "Tensors"],
      swiftSettings: swiftSettings),
    .target(
      name: "Storage", dependencies: ["Settings", "Spaces", "Tensors", "HDF5"],
      swiftSettings: swiftSettings),
    .target(
      name: "Acting",
      dependencies: ["Models", "Spaces", "Storage", "Environments", "HDF5", "Tensors"],
      swiftSettings: swiftSettings),
    .target(
      name: "Agents",
      dependencies: ["Acting", "Settings", "Models", "Storage", "Environments", "Lanes", "HDF5"],
      swiftSettings: swiftSettings),
    .target(
      name: "Evaluate",
      dependencies: [
        "Acting", "Settings", "Models", "Storage", "Environments", "Lanes", "Files", "HDF5",
        "CMuJoCo", "CMuJoCoGuard",
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "Experiments",
      dependencies: [
        "Agents", "Evaluate", "Files", "Settings", "Storage", "Environments", "Tensors", "YAML",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: swiftSettings),
    .target(
      name: "Figures", dependencies: ["Environments", "Evaluate", "Experiments", "Files"],
      swiftSettings: swiftSettings),
    .target(
      name: "TensorBoard",
      dependencies: [
        "Agents", "Evaluate", "Experiments", "Files", "Storage",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Messages/event_file.proto"], swiftSettings: swiftSettings),
    .target(
      name: "AgentsCommand",
      dependencies: [
        "Agents", "Evaluate", "Experiments", "Figures", "Settings", "TensorBoard", "YAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      path: "Sources/main", swiftSettings: swiftSettings),
    .executableTarget(
      name: "AgentsProgram", dependencies: ["AgentsCommand"], path: "Sources/Program",
      swiftSettings: swiftSettings),
    // For the benchmark and the tests alone.
    .target(name: "CAllocationCounter"),
    .executableTarget(
      name: "agents-benchmark",
      dependencies: [
        "Agents", "CAllocationCounter", "Evaluate", "Experiments", "Figures",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Benchmark", swiftSettings: swiftSettings),

    // Compares what the package computes with what other programs computed.
    .target(
      name: "ReferenceChecks", dependencies: ["Agents", "Files", "HDF5"],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "agents-reference", dependencies: ["ReferenceChecks"], path: "Sources/Reference",
      swiftSettings: swiftSettings),

    // Gives damaged and hostile inputs to the program.
    .target(name: "CLimitedProcess"),
    .executableTarget(
      name: "agents-fuzz",
      dependencies: [
        "CHDF5", "CLimitedProcess", "Tensors",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Yams", package: "Yams"),
      ],
      path: "Sources/Fuzz", swiftSettings: swiftSettings),

    // Tests.
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: swiftSettings),
    .testTarget(
      name: "LanesTests", dependencies: ["Lanes", "Tensors"], swiftSettings: swiftSettings),
    .testTarget(
      name: "ModelsTests", dependencies: ["Models", "Storage"], swiftSettings: swiftSettings),
    .testTarget(
      name: "YAMLTests",
      dependencies: ["TestSupport", "YAML", .product(name: "Yams", package: "Yams")],
      swiftSettings: swiftSettings),
    .testTarget(name: "SettingsTests", dependencies: ["Settings"], swiftSettings: swiftSettings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
    .testTarget(
      name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: swiftSettings),
    .testTarget(
      name: "HDF5Tests", dependencies: ["CHDF5", "Files", "HDF5", "TestSupport"],
      resources: [.copy("Fixtures")], swiftSettings: swiftSettings),
    .testTarget(
      name: "StorageTests", dependencies: ["Files", "HDF5", "Storage", "Tensors", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "EvaluateTests",
      dependencies: ["Environments", "Evaluate", "Settings", "Storage", "Tensors", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: ["Agents", "Environments", "Experiments", "Storage", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "FiguresTests",
      dependencies: ["Evaluate", "Experiments", "Figures", "HDF5", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "TensorBoardTests",
      dependencies: [
        "Storage", "TensorBoard", "TestSupport",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "FuzzTests", dependencies: ["AgentsProgram", "agents-fuzz", "TestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "BenchmarkTests", dependencies: ["agents-benchmark"], swiftSettings: swiftSettings),
    .testTarget(
      name: "EnvironmentsTests",
      dependencies: [
        "CAllocationCounter", "Environments", "ReferenceChecks", "Settings", "Storage", "Tensors",
      ],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "ReferenceTests", dependencies: ["ReferenceChecks", "Storage"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "AgentsTests", dependencies: ["Agents", "CAllocationCounter"],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "CommandTests", dependencies: ["AgentsCommand", "AgentsProgram", "Storage"],
      swiftSettings: swiftSettings),
  ]
)
