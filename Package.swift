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
    .testTarget(name: "CrampModelTests", dependencies: ["CrampModel"], swiftSettings: strict),
    .target(
      name: "EventJournal",
      dependencies: ["CrampModel", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: safe
    ),
    .testTarget(
      name: "EventJournalTests",
      dependencies: [
        "EventJournal", "CrampModel", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict
    ),
    .systemLibrary(name: "CLinux"),
    .target(
      name: "EventStream",
      dependencies: [
        "CLinux", "CrampModel", "EventJournal",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      exclude: ["Schema"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "EventStreamTests",
      dependencies: [
        "EventStream", "EventJournal", "CrampModel",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
