import Foundation
import Testing

/// Every family, played to the unmodified daemon at its real rate for a minute with two cramps.
@Suite(.enabled(if: EmulatedBed.isThere))
struct USBFamilyTests {
  struct Family: CustomTestStringConvertible, Sendable {
    let device: String
    let configuration: String
    let sensor: String
    let channels: [String]
    let cramp: String
    let rate: String
    /// Whether frames carry a counter, so that losses are known to the frame.
    var isCounted = false

    var testDescription: String { device }
  }

  static let families = [
    Family(
      device: "cyton serial=DQ007XYZ",
      configuration: """
        profile: practice
        sensors:
          - driver: openbci-cyton
            channels: {1: {name: left-calf}, 2: {name: right-calf}}
        """,
      sensor: "openbci-cyton:DQ007XYZ",
      channels: ["left-calf", "right-calf", "channel 3"],
      cramp: "left-calf",
      rate: "250",
      isCounted: true
    ),
    Family(
      device: "chords-uno-r3 bridge=ch340",
      configuration: """
        profile: practice
        sensors:
          - driver: chords
            gain: 2848
            channels: {1: {name: left-calf}}
        """,
      sensor: "chords:port-",
      channels: ["left-calf", "A1"],
      cramp: "left-calf",
      rate: "250",
      isCounted: true
    ),
    Family(
      device: "spikerbox-hid serial=SB1",
      configuration: "profile: practice\n",
      sensor: "spikerbox:SB1",
      channels: ["ch1", "ch2"],
      cramp: "ch1",
      rate: "10000"
    ),
    Family(
      device: "gdx-ekg serial=0F1000A2",
      configuration: "profile: practice\n",
      sensor: "vernier-go-direct:0F1000A2",
      channels: ["EMG Rectified"],
      cramp: "EMG Rectified",
      rate: "100"
    ),
    Family(
      device: "text-emg bridge=cdc",
      configuration: """
        profile: practice
        sensors:
          - driver: text-lines
            usb: "2341:0043"
            rate_hz: 500
            channels: {1: {name: emg, unit: counts, modality: emg}, 2: {name: env}}
        """,
      sensor: "text-lines:",
      channels: ["emg", "env"],
      cramp: "emg",
      rate: "500"
    ),
  ]

  /// Those that send many frames are not played at one time: two processors must keep up.
  static let groups = [
    families.filter { $0.rate == "10000" || $0.rate == "100" },
    families.filter { $0.rate != "10000" && $0.rate != "100" },
  ]

  @Test(.serialized, arguments: groups)
  func `A cramp reaches the subscriber with the right names`(group: [Family]) async throws {
    try await withThrowingTaskGroup(of: (Family, Report).self) { players in
      for family in group {
        players.addTask { (family, try await blocking { try Self.play(family) }) }
      }
      for try await (family, report) in players { Self.judge(report, of: family) }
    }
  }

  private static func judge(_ report: Report, of family: Family) {
    #expect(report.attached.contains(#""sensor":"\#(family.sensor)"#), "\(report.attached)")
    #expect(report.attached.member("rate_hz") == family.rate)
    for channel in family.channels { #expect(report.attached.contains("\"\(channel)\"")) }
    #expect(report.onsets.count == 2, "\(report)")
    #expect(report.releases.count == 2, "\(report)")
    // The scenario's cramps last 11.87 s; each end may be off by half a second.
    for release in report.releases {
      let seconds = Double(release.member("duration_s") ?? "") ?? 0
      #expect(abs(seconds - 11.87) < 1, "\(release)")
    }
    if family.isCounted {
      #expect(report.lost.isEmpty, "\(report.lost); the daemon said \(report.said)")
    }
    // Without a counter only the clock tells of a loss, and a busy machine plays sensors late.
    let lost = report.lost.compactMap { Double($0.member("duration_s") ?? "") }.reduce(0, +)
    #expect(lost < 2, "\(report.lost); the daemon said \(report.said)")
    #expect(report.dropped == (family.isCounted ? "7" : nil))
    #expect(report.returned.member("sensor") == report.attached.member("sensor"))
    #expect(report.status == 0)
  }

  struct Report: Sendable {
    var attached = ""
    var onsets: [String] = []
    var releases: [String] = []
    var lost: [String] = []
    var dropped: String?
    var said = ""
    var returned = ""
    var status: Int32 = -1
  }

  private static func play(_ family: Family) throws -> Report {
    let daemon = try EmulatedDaemon(family.configuration)
    try daemon.bed.command("plug a \(family.device)")
    var report = Report()
    report.attached = try daemon.next("sensor.attached")
    // Some channels see the cramp a little later; the last release is the second one's.
    while report.releases.count < 2 {
      _ = try daemon.next("cramp.release")
      report.releases = daemon.events("cramp.release").filter(family.isOfCramp)
    }
    report.onsets = daemon.events("cramp.onset").filter(family.isOfCramp)
    report.lost = daemon.events("samples.lost")
    report.said = daemon.bed.said
    try disturb(daemon, family)
    report.dropped = family.isCounted ? try drop(7, daemon) : nil
    report.returned = try replug(daemon, family)
    report.status = try daemon.end()
    return report
  }
}

extension USBFamilyTests {
  /// A second of frames, to see that they come.
  private static func awaitFrames(_ daemon: EmulatedDaemon, _ family: Family) throws {
    try daemon.bed.command("wait a frames_delivered=+\(family.rate) timeout=60")
  }

  /// Does to the sensor all that does not take it away; samples come again after each.
  private static func disturb(_ daemon: EmulatedDaemon, _ family: Family) throws {
    let faults = [
      "stall a", "short a 20", "babble a", "garbage a 100 seed=7", "proto a", "overrun a 200",
    ]
    for fault in faults {
      try daemon.bed.command(fault)
      try awaitFrames(daemon, family)
    }
    try daemon.settle()
    try daemon.bed.command("silence a 3")
    _ = try daemon.next("sensor.failed")
    _ = try daemon.next("sensor.attached")
    try awaitFrames(daemon, family)
    try daemon.settle()
  }

  private static func drop(_ count: Int, _ daemon: EmulatedDaemon) throws -> String? {
    try daemon.bed.command("drop a \(count)")
    return try daemon.next("samples.lost").member("count")
  }

  private static func replug(_ daemon: EmulatedDaemon, _ family: Family) throws -> String {
    try daemon.bed.command("unplug a")
    _ = try daemon.next("sensor.detached")
    try daemon.bed.command("plug a \(family.device)")
    let attached = try daemon.next("sensor.attached")
    try awaitFrames(daemon, family)
    return attached
  }
}

extension USBFamilyTests.Family {
  func isOfCramp(_ event: String) -> Bool { event.member("channel") == "\"\(cramp)\"" }
}
