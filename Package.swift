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

/// What computes for every sample is optimised in debug builds too: tests play it for hours.
///
/// Nothing that the library EventStream needs has it, so that others can still depend on that.
let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle",
  package: "swift-service-lifecycle"
)
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)

let package = Package(
  name: "crampd",
  products: [
    .executable(name: "crampd", targets: ["crampd"]),
    .executable(name: "crampctl", targets: ["crampctl"]),
    .library(name: "EventStream", targets: ["EventStream", "CrampModel"]),
    .library(
      name: "CrampPipeline",
      targets: ["CrampPipeline", "SignalFeatures", "CrampDetection", "CrampModel"]
    ),
    .library(name: "BenchmarkSignal", targets: ["BenchmarkSignal"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibUSB",
      pkgConfig: "libusb-1.0",
      providers: [.apt(["libusb-1.0-0-dev"])]
    ),
    .systemLibrary(name: "CSpawn"),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(
      name: "CUMockdev",
      path: "Tests/CUMockdev",
      pkgConfig: "umockdev-1.0",
      providers: [.apt(["libumockdev-dev"])]
    ),
    .systemLibrary(name: "CEpoll", path: "Tests/CEpoll"),
    .systemLibrary(name: "CUsbfs", path: "Tests/CUsbfs"),
    .systemLibrary(
      name: "CFuse",
      path: "Tests/CFuse",
      pkgConfig: "fuse3",
      providers: [.apt(["libfuse3-dev"])]
    ),
    .target(name: "CrampModel", swiftSettings: safe),
    .target(
      name: "SignalFeatures",
      dependencies: ["CrampModel"],
      swiftSettings: strict + optimised
    ),
    .target(name: "CrampDetection", dependencies: ["CrampModel"], swiftSettings: pure + optimised),
    .target(
      name: "CrampPipeline",
      dependencies: ["CrampModel", "SignalFeatures", "CrampDetection"],
      swiftSettings: safe + optimised
    ),
    .target(name: "CrampHistory", dependencies: ["CrampModel"], swiftSettings: safe),
    .target(
      name: "CrampReport",
      dependencies: ["CrampHistory", "CrampModel", "Recordings", "SignalFeatures"],
      swiftSettings: safe
    ),
    .target(
      name: "DetectorSettings",
      dependencies: ["CrampModel", "CrampDetection", .product(name: "Yams", package: "Yams")],
      swiftSettings: safe
    ),
    .target(
      name: "CrampRoutine",
      dependencies: [
        "CrampHistory", "CrampModel", "DetectorSettings", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: safe
    ),
    .target(name: "SensorProtocols", dependencies: ["CrampModel"], swiftSettings: safe + optimised),
    .target(
      name: "SignalSimulation",
      dependencies: ["CrampModel"],
      swiftSettings: safe + optimised
    ),
    .target(name: "Recordings", dependencies: ["CrampModel"], swiftSettings: safe + optimised),
    .target(
      name: "USBTransport",
      dependencies: ["CrampModel", "CLibUSB"],
      swiftSettings: strict
    ),
    .target(name: "EventJournal", dependencies: ["CrampModel", grdb], swiftSettings: safe),
    .target(
      name: "EventStream",
      dependencies: ["CLinux", "CrampModel", "EventJournal", logging, nio, nioPosix, lifecycle],
      exclude: ["Schema"],
      swiftSettings: strict
    ),
    .target(
      name: "Systemd",
      dependencies: ["CLinux", "CrampModel", lifecycle, logging],
      swiftSettings: strict
    ),
    .target(
      name: "SensorSources",
      dependencies: [
        "CLinux", "CrampModel", "Recordings", "SensorProtocols", "SignalSimulation", "USBTransport",
      ],
      swiftSettings: safe
    ),
    .target(
      name: "Diagnosis",
      dependencies: [
        "CLinux", "CrampDetection", "CrampModel", "DetectorSettings", "EventJournal", "EventStream",
        "SensorSources",
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: safe
    ),
    .target(name: "TerminalScreen", dependencies: ["CNcurses"], swiftSettings: strict),
    .executableTarget(
      name: "crampd",
      dependencies: [
        "CLinux", "CrampModel", "CrampDetection", "CrampHistory", "CrampPipeline",
        "DetectorSettings", "SensorProtocols", "SensorSources", "EventJournal", "EventStream",
        "Recordings", "SignalSimulation", "Systemd", arguments, lifecycle, logging,
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: safe
    ),
    .executableTarget(
      name: "crampctl",
      dependencies: [
        "CrampModel", "CrampDetection", "CrampHistory", "CrampPipeline", "CrampReport",
        "DetectorSettings",
        "Recordings", "SignalSimulation", "EventJournal", "EventStream", "SensorProtocols",
        "SensorSources", "Diagnosis", "TerminalScreen", arguments, "CrampRoutine", "CSpawn",
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: safe
    ),
    .target(
      name: "SensorEmulation",
      dependencies: ["CrampModel", "SignalSimulation"],
      path: "Tests/SensorEmulation",
      swiftSettings: safe + optimised
    ),
    .target(
      name: "EmulatorScript",
      dependencies: ["SensorEmulation"],
      path: "Tests/EmulatorScript",
      swiftSettings: strict + optimised
    ),
    .executableTarget(
      name: "usbfs-emulator",
      dependencies: ["CFuse", "CUsbfs", "EmulatorScript", "SensorEmulation", arguments],
      path: "Tests/usbfs-emulator",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "sensor-emulator",
      dependencies: ["CUMockdev", "CUsbfs", "EmulatorScript", "SensorEmulation", arguments],
      path: "Tests/sensor-emulator",
      swiftSettings: strict
    ),
    .target(
      name: "USBRedirection",
      dependencies: ["SensorEmulation"],
      path: "Tests/USBRedirection",
      swiftSettings: safe
    ),
    .executableTarget(
      name: "usbredir-emulator",
      dependencies: ["SensorEmulation", "USBRedirection", arguments],
      path: "Tests/usbredir-emulator",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "stream-load",
      dependencies: ["CEpoll", "CrampModel", arguments],
      path: "Tests/stream-load",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "subscriber-example",
      dependencies: ["CrampModel", "EventStream"],
      path: "Tests/subscriber-example",
      swiftSettings: safe
    ),
    .executableTarget(
      name: "evaluate",
      dependencies: [
        "CrampDetection", "CrampModel", "CrampPipeline", "Recordings", "SignalSimulation",
        arguments,
      ],
      path: "Tests/evaluate",
      exclude: ["peers.py"],
      swiftSettings: safe
    ),
    .executableTarget(
      name: "month",
      dependencies: [
        "CrampDetection", "CrampHistory", "CrampModel", "CrampPipeline", "EventJournal",
        "SignalSimulation", arguments,
      ],
      path: "Tests/month",
      swiftSettings: safe
    ),
    .target(
      name: "BenchmarkSignal",
      dependencies: ["CrampModel"],
      path: "Tests/BenchmarkSignal",
      swiftSettings: safe + optimised
    ),
    .executableTarget(
      name: "bench",
      dependencies: [
        "BenchmarkSignal", "CrampDetection", "CrampModel", "CrampPipeline", "Recordings",
      ],
      path: "Tests/bench",
      exclude: ["instructions.txt"],
      swiftSettings: strict
    ),
    .target(name: "CAllocation", path: "Tests/CAllocation"),
    .executableTarget(
      name: "count-allocations",
      dependencies: [
        "BenchmarkSignal", "CAllocation", "CrampDetection", "CrampModel", "CrampPipeline",
      ],
      path: "Tests/count-allocations",
      swiftSettings: strict + optimised
    ),
    .testTarget(name: "CrampModelTests", dependencies: ["CrampModel"], swiftSettings: strict),
    .testTarget(
      name: "SignalFeaturesTests",
      dependencies: ["SignalFeatures", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CrampDetectionTests",
      dependencies: ["CrampDetection", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CrampHistoryTests",
      dependencies: ["CrampHistory", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CrampReportTests",
      dependencies: ["CrampReport", "CrampHistory", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DetectorSettingsTests",
      dependencies: ["DetectorSettings", "CrampDetection", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CrampRoutineTests",
      dependencies: ["CrampRoutine", "CrampModel", "DetectorSettings"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CrampPipelineTests",
      dependencies: [
        "CrampPipeline", "CrampDetection", "CrampModel", "Recordings", "SignalSimulation",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SensorProtocolsTests",
      dependencies: ["SensorProtocols", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SensorSourcesTests",
      dependencies: [
        "SensorSources", "SensorProtocols", "SignalSimulation", "USBTransport", "CrampModel",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SensorEmulationTests",
      dependencies: ["SensorEmulation", "CrampModel", "SignalSimulation"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SignalSimulationTests",
      dependencies: ["CrampModel", "SignalSimulation"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "RecordingsTests",
      dependencies: ["Recordings", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "USBTransportTests",
      dependencies: ["USBTransport", "CLibUSB", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "EventJournalTests",
      dependencies: ["EventJournal", "CrampModel", grdb],
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
    .testTarget(
      name: "SystemdTests",
      dependencies: ["Systemd", "CrampModel", lifecycle, logging],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DiagnosisTests",
      dependencies: ["CrampModel", "Diagnosis", "EventJournal", "EventStream"],
      swiftSettings: strict
    ),
    .testTarget(name: "UdevTests", swiftSettings: strict),
    .testTarget(
      name: "USBRedirectionTests",
      dependencies: ["USBRedirection", "SensorEmulation", "CrampModel"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "CrampDetection", "CrampHistory", "CrampModel", "DetectorSettings", "Diagnosis",
        "EventJournal", "EventStream", "Recordings", "crampd", "crampctl", "month", grdb,
        "TerminalScreen", arguments,
        logging, lifecycle,
      ],
      exclude: ["open-report.py"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
