import CrampModel
import Foundation
import Testing

/// A daemon whose clock is set while it runs, by a library that stands between it and the system.
struct DaemonClockTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// Where Debian puts the library.
  private static let library = ["x86_64", "aarch64"]
    .map { "/usr/lib/\($0)-linux-gnu/faketime/libfaketime.so.1" }
    .first { FileManager.default.fileExists(atPath: $0) }

  /// What is loaded before the daemon; `nil` where something is missing, which is said plainly.
  private func preloads() throws -> String? {
    guard let library = Self.library else {
      print("SKIPPED: there is no libfaketime")
      return nil
    }
    // The library moves timers of every clock by the offset, also those that no step can reach.
    let source = try scratch.file(
      "timers.c",
      """
      #define _GNU_SOURCE
      #include <sys/syscall.h>
      #include <sys/timerfd.h>
      #include <unistd.h>
      int timerfd_settime(int file, int flags, const struct itimerspec *new,
                          struct itimerspec *old) {
        return syscall(SYS_timerfd_settime, file, flags, new, old);
      }

      """.utf8
    )
    let timers = scratch.path("timers.so")
    let run = try ForeignRun(
      shell: #"cc -shared -fPIC -o "$1" "$2""#,
      [timers, source],
      needs: ["cc"]
    ) {}
    guard let run else { return nil }
    guard run.status == 0 else { throw Disappointment(run.errors) }
    return "\(timers) \(library)"
  }

  private func set(_ offset: Int) throws {
    let text = offset < 0 ? "\(offset)" : "+\(offset)"
    // Whole or not at all: the daemon reads it at any moment.
    try Data((text + "\n").utf8).write(
      to: URL(fileURLWithPath: scratch.path("offset")),
      options: .atomic
    )
  }

  /// A daemon under the library, which takes the command line away from it.
  private func begin(_ preloads: String, speed: Int) throws -> RunningDaemon {
    try set(0)
    let configuration = try scratch.file(
      "crampd.yaml",
      "sensors: [{sensor: \"synthetic:short-cramp?speed=\(speed)\"}]\n".utf8
    )
    return try RunningDaemon(
      [],
      in: scratch,
      environment: [
        "LD_PRELOAD": preloads, "FAKETIME_TIMESTAMP_FILE": scratch.path("offset"),
        "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
        "CRAMPD_CONFIG": configuration, "CRAMPD_STATE_DIR": scratch.path("state"),
        "CRAMPD_SOCKET": scratch.path("s"),
      ]
    )
  }

  @Test(arguments: [3_600, -86_400, 56 * 365 * 86_400])
  func `a clock that is set in a cramp changes neither order nor durations`(
    offset: Int
  ) async throws {
    let answer = try await blocking { () throws -> (events: [String], lines: [String])? in
      guard let preloads = try self.preloads() else { return nil }
      let daemon = try self.begin(preloads, speed: 2)
      let client = try daemon.follow()
      try client.read(upTo: #""type":"cramp.suspected""#)
      try self.set(offset)
      try client.read(upTo: #""type":"clock.stepped""#)
      client.send(#"{"jsonrpc":"2.0","id":2,"method":"mark","params":{"text":"after"}}"#)
      try client.read(upTo: #""type":"sensor.detached""#)
      return (client.events, client.lines)
    }
    guard let (events, lines) = answer else { return }
    #expect(lines.contains { $0.contains(#""id":2"#) && !$0.contains("error") })
    #expect(events.map { $0.member("seq") } == String.seqs(events.count))
    let types = events.compactMap { $0.member("type") }
    let stepped = try #require(events.first { $0.contains("clock.stepped") })
    let told = try #require(stepped.member("offset_s").flatMap(Double.init))
    #expect(abs(told - Double(offset)) < 0.2, "\(stepped)")
    let steps = types.firstIndex(of: "\"clock.stepped\"") ?? 0
    let release = types.firstIndex(of: "\"cramp.release\"") ?? 0
    #expect(steps < release && types.count { $0 == "\"clock.stepped\"" } == 1, "\(types)")
    // What the detector says is what it says of the same samples under a clock left alone.
    let detected = events.filter(\.isOfTheDetector).map { $0.without("seq") }
    #expect(try await undisturbed() == detected)
    let marker = try #require(events.first { $0.contains("\"marker\"") })
    let times = try [marker, events[0]].map { event in
      let text = try #require(event.member("time"))
      return try #require(Timestamp(rfc3339: String(text.dropFirst().dropLast())))
    }
    #expect(abs(times[0].seconds(since: times[1]) - Double(offset)) < 60)
  }

  private func undisturbed() async throws -> [String] {
    try await blocking {
      let daemon = try RunningDaemon(
        ["--sensor", "synthetic:short-cramp?speed=max"],
        in: Scratch()
      )
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      return client.events.filter(\.isOfTheDetector).map { $0.without("seq") }
    }
  }
}
