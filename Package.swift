// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .treatAllWarnings(as: .error),
  .treatWarning("ExplicitSendable", as: .error),
]

/// Targets that touch no C: every unsafe expression must be marked.
let safe: [SwiftSetting] = strict + [.strictMemorySafety()]

/// Targets on the sample path: no existential, no hidden allocation.
let pure: [SwiftSetting] = safe + [.treatWarning("PerformanceHints", as: .error)]

let package = Package(
  name: "crampd",
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .target(name: "CrampModel", swiftSettings: safe),
    .systemLibrary(name: "CKissFFT", pkgConfig: "kissfft-float", providers: [.apt(["libkissfft-dev"])]),
    .target(
      name: "SignalFeatures",
      dependencies: ["CrampModel", "CKissFFT"],
      swiftSettings: strict
    ),
    .target(name: "CrampDetection", dependencies: ["CrampModel"], swiftSettings: pure),
    .target(
      name: "CrampPipeline",
      dependencies: ["CrampModel", "SignalFeatures", "CrampDetection"],
      swiftSettings: safe
    ),
    .testTarget(name: "CrampModelTests", dependencies: ["CrampModel"], swiftSettings: strict),
    .testTarget(
      name: "RecordingsTests",
      dependencies: ["Recordings", "CrampModel"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
