import Foundation
import Testing

/// What USB does to a sensor, done to the unmodified daemon.
@Suite(.enabled(if: EmulatedBed.isThere))
struct USBFaultTests {
  private static let cyton = """
    profile: practice
    sensors:
      - driver: openbci-cyton
    """

  /// A daemon that streams from a Cyton called `a`.
  private static func streaming(_ configuration: String = cyton) throws -> EmulatedDaemon {
    let daemon = try EmulatedDaemon(configuration)
    try daemon.bed.command("plug a cyton serial=DQ1")
    _ = try daemon.next("sensor.attached")
    try daemon.bed.command("wait a samples=500 timeout=60")
    return daemon
  }

  /// The losses of the first channel, in frames.
  private static func losses(_ daemon: EmulatedDaemon) -> [Int] {
    daemon.events("samples.lost").filter { $0.member("channel") == "\"channel 1\"" }
      .compactMap { Int($0.member("count") ?? "") }
  }

  @Test(arguments: [1, 7, 200, 300])
  func `Frames that the radio loses are counted to the frame`(count: Int) async throws {
    let (losses, status) = try await blocking {
      let daemon = try Self.streaming()
      try daemon.bed.command("drop a \(count)")
      _ = try daemon.next("samples.lost")
      return (Self.losses(daemon), try daemon.end())
    }
    #expect(losses == [count])
    #expect(status == 0)
  }

  @Test(arguments: ["stall a", "proto a", "babble a", "short a 20", "garbage a 200 seed=3"])
  func `A fault of the line is survived, and the cramp after it is found`(
    fault: String
  ) async throws {
    let (onset, status) = try await blocking {
      let daemon = try Self.streaming()
      try daemon.bed.command(fault)
      return (try daemon.next("cramp.onset"), try daemon.end())
    }
    #expect(onset.contains("openbci-cyton:DQ1"))
    #expect(status == 0)
  }

  @Test(arguments: ["silence a 3", "silence a until-reopen", "silence a until-reset"])
  func `A sensor that falls silent is brought back`(silence: String) async throws {
    let (losses, silenced, status) = try await blocking {
      let daemon = try Self.streaming()
      try daemon.bed.command(silence)
      _ = try daemon.next("sensor.failed")
      _ = try daemon.next("sensor.attached")
      _ = try daemon.next("samples.lost")
      let silenced = try daemon.bed.count("frames_silenced", of: "a")
      return (Self.losses(daemon), silenced, try daemon.end())
    }
    // The conversation begins anew meanwhile, so the clock tells what the counter cannot.
    #expect(losses.reduce(0, +) > silenced / 2, "\(losses), \(silenced) silenced")
    #expect(status == 0)
  }

  @Test func `A sensor that is taken away in a cramp leaves it open, and comes back`() async throws
  {
    let events = try await blocking {
      let daemon = try Self.streaming()
      let onset = try daemon.next("cramp.onset")
      try daemon.bed.command("unplug a")
      let detached = try daemon.next("sensor.detached")
      let unobserved = try daemon.next("cramp.unobserved")
      try daemon.bed.command("plug a cyton serial=DQ1")
      let attached = try daemon.next("sensor.attached")
      let lost = try daemon.next("samples.lost")
      daemon.client.send(#"{"jsonrpc":"2.0","id":2,"method":"status"}"#)
      try daemon.client.read(upTo: #""id":2,"#)
      let status = daemon.client.lines.last ?? ""
      _ = try daemon.end()
      return [onset, detached, unobserved, attached, lost, status]
    }
    #expect(events[2].member("episode") == events[0].member("episode"))
    #expect(events[3].member("sensor") == events[0].member("sensor"))
    #expect(events[5].contains(#""state":"in use""#), "\(events[5])")
    #expect((Int(events[4].member("count") ?? "") ?? 0) > 250)
  }

  @Test func `Two sensors are read at once, and one that leaves does not disturb the other`()
    async throws
  {
    let (sensors, status) = try await blocking {
      let daemon = try Self.streaming()
      try daemon.bed.command("plug b gdx-hd serial=HD1")
      _ = try daemon.next("sensor.attached")
      try daemon.bed.command("unplug b")
      _ = try daemon.next("sensor.detached")
      let onset = try daemon.next("cramp.onset")
      let sensors = daemon.events("sensor.attached").compactMap { $0.member("sensor") }
      return (sensors + [onset.member("sensor") ?? ""], try daemon.end())
    }
    #expect(
      sensors == [
        #""openbci-cyton:DQ1""#, #""vernier-go-direct:HD1""#, #""openbci-cyton:DQ1""#,
      ]
    )
    #expect(status == 0)
  }

  @Test func `Two sensors with one serial number: the second is named and left alone`() async throws
  {
    let devices = try await blocking {
      let daemon = try Self.streaming()
      try daemon.bed.command("plug b cyton serial=DQ1")
      var status = ""
      for number in 2..<20_000 where !status.contains("same serial number") {
        daemon.client.send(#"{"jsonrpc":"2.0","id":\#(number),"method":"status"}"#)
        try daemon.client.read(upTo: #""id":\#(number),"#)
        status = daemon.client.lines.last ?? ""
      }
      _ = try daemon.end()
      return status
    }
    #expect(devices.contains("same serial number"))
  }

  @Test(arguments: [
    "short-config", "zero-length-descriptor", "no-endpoints", "huge-total-length",
    "string-garbage",
  ])
  func `A device whose descriptors lie is named and does no harm`(kind: String) async throws {
    let (status, isNamed) = try await blocking {
      let daemon = try Self.streaming()
      try daemon.bed.command("plug b hostile kind=\(kind) family=spikerbox-hid")
      var answer = ""
      for number in 2..<20_000 where !answer.contains("2e73") {
        daemon.client.send(#"{"jsonrpc":"2.0","id":\#(number),"method":"status"}"#)
        try daemon.client.read(upTo: #""id":\#(number),"#)
        answer = daemon.client.lines.last ?? ""
      }
      _ = try daemon.next("cramp.onset")
      return (try daemon.end(), answer.contains("2e73"))
    }
    #expect(isNamed)
    #expect(status == 0)
  }
}
