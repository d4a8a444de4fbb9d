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
  targets: [
    .target(name: "CrampModel", swiftSettings: safe),
    .target(
      name: "SignalSimulation",
      dependencies: ["CrampModel"],
      swiftSettings: safe
    ),
    .testTarget(name: "CrampModelTests", dependencies: ["CrampModel"], swiftSettings: strict),
    .testTarget(
      name: "SignalSimulationTests",
      dependencies: ["CrampModel", "SignalSimulation"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
