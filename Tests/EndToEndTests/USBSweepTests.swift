import Foundation
import Testing

/// Every call of libusb fails once, at every step of a sensor's life, under the unmodified daemon.
@Suite(.enabled(if: EmulatedBed.isThere && USBFaultCase.canHappen))
struct USBSweepTests {
  /// More daemons at once would only slow each other down.
  private static let turnstile = Turnstile(4)

  @Test(arguments: USBFaultCase.all)
  func `One failure of USB does not keep the daemon from the samples`(
    fault: USBFaultCase
  ) async throws {
    await Self.turnstile.enter()
    let outcome: Result<Outcome, any Error>
    do {
      outcome = .success(try await blocking { try Self.run(fault) })
    } catch {
      outcome = .failure(error)
    }
    await Self.turnstile.leave()
    let run = try outcome.get()
    #expect(run.log.contains("fault: \(fault.operation) gives \(fault.code)\n"), "\(run.log)")
    #expect(run.isStreaming, "\(run.log)")
    #expect(run.seconds >= 1, "\(run.log)")
    if let failures = fault.failures {
      #expect(run.failures.count == failures, "\(run.failures)")
    } else {
      #expect(run.failures.count <= 1, "\(run.failures)")
    }
    #expect(run.status == 0, "\(run.log)")
  }

  private struct Outcome: Sendable {
    var failures: [String] = []
    var isStreaming = false
    /// How long a signal the daemon has had of the sensor.
    var seconds = 0.0
    var status: Int32 = -1
    var log = ""
  }

  private static func run(_ fault: USBFaultCase) throws -> Outcome {
    let daemon = try EmulatedDaemon(
      """
      profile: practice
      sensors:
        - driver: openbci-cyton
      """,
      speed: 4,
      environment: ["CRAMPD_USB_FAULT": fault.variable]
    )
    try daemon.bed.command("plug a cyton serial=DQ1")
    _ = try daemon.next("sensor.attached")
    for command in fault.provocation { try daemon.bed.command(command) }
    if !fault.provocation.isEmpty { try awaitFault(daemon) }
    var outcome = try samples(of: daemon)
    outcome.status = try daemon.end()
    outcome.failures = daemon.events("sensor.failed")
    outcome.log = daemon.bed.said
    return outcome
  }

  /// Has the sensor send 500 frames, and more until the daemon has taken most of them.
  private static func samples(of daemon: EmulatedDaemon) throws -> Outcome {
    var outcome = Outcome()
    try daemon.bed.command("wait a frames_delivered=+500 timeout=60")
    for number in 2..<50 {
      daemon.client.send(#"{"jsonrpc":"2.0","id":\#(number),"method":"status"}"#)
      try daemon.client.read(upTo: #""id":\#(number),"#)
      let status = daemon.client.lines.last ?? ""
      outcome.isStreaming = status.contains(#""state":"streaming""#)
      let lost = status.member("lost_s").flatMap { Double($0) } ?? 0
      outcome.seconds = (status.member("stream_s").flatMap { Double($0) } ?? 0) - lost
      if outcome.isStreaming, outcome.seconds >= 1.5 { break }
      try daemon.bed.command("wait a frames_delivered=+100 timeout=60")
    }
    return outcome
  }

  /// What is provoked comes when the daemon gets there; other processes cannot be awaited.
  private static func awaitFault(_ daemon: EmulatedDaemon) throws {
    for _ in 0..<3_000 {
      if daemon.bed.said.contains("fault: ") { return }
      usleep(10_000)
    }
    throw Disappointment("the fault does not happen; the daemon said: \(daemon.bed.said)")
  }

  @Test(arguments: [
    "initialise:1:-1", "initialise:1:-11", "initialise:1:-99", "hotplug:1:-11", "hotplug:1:-12",
    "hotplug:1:-99",
  ])
  func `Without USB at all the daemon ends with one line`(fault: String) throws {
    let scratch = try Scratch()
    let run = try CrampctlRun(
      RunningDaemon.places(in: scratch),
      of: "crampd",
      environment: ["CRAMPD_USB_FAULT": fault]
    )
    let lines = run.errors.split(separator: "\n").filter { !$0.hasPrefix("fault: ") }
    #expect(run.status == 1, "\(run.errors)")
    #expect(lines.count == 1, "\(run.errors)")
    #expect(lines.first?.contains(" USB ") == true, "\(run.errors)")
  }

  @Test(arguments: [
    ["fail a control EIO 1"], ["fail a control ENODEV 9"], ["fail a control EPIPE 9"],
    ["fail a submit ENOMEM 9"], ["fail a submit ENODEV 9"], ["unplug a"], ["silence a 60"],
  ])
  func `What fails while the daemon closes the sensor does not keep it from ending`(
    commands: [String]
  ) async throws {
    await Self.turnstile.enter()
    let status = try await blocking { () -> Int32 in
      let daemon = try EmulatedDaemon("sensors:\n  - driver: openbci-cyton\n")
      try daemon.bed.command("plug a cyton serial=DQ1")
      _ = try daemon.next("sensor.attached")
      for command in commands { try daemon.bed.command(command) }
      return try daemon.end()
    }
    await Self.turnstile.leave()
    #expect(status == 0)
  }
}
