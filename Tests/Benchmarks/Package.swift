// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that who builds crampd fetches no benchmark harness.
//
//   BENCHMARK_DISABLE_JEMALLOC=1 swift package --package-path Tests/Benchmarks benchmark
let package = Package(
  name: "crampd-benchmarks",
  dependencies: [
    .package(name: "crampd", path: "../.."),
    .package(url: "https://github.com/ordo-one/package-benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "PipelineBenchmarks",
      dependencies: [
        .product(name: "Benchmark", package: "package-benchmark"),
        .product(name: "BenchmarkSignal", package: "crampd"),
        .product(name: "CrampPipeline", package: "crampd"),
      ],
      path: "PipelineBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "package-benchmark")]
    )
  ],
  swiftLanguageModes: [.v6]
)
