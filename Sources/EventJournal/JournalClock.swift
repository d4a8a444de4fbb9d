import CrampModel
import Foundation

/// The clocks and the randomness that the journal's own events and stamps need.
struct JournalClock: Sendable {
  /// This machine and this boot, where both can be known.
  let session = JournalBoot(machine: machineID(), boot: bootID())
  private let boot = Self.bootID()

  /// The stamp of this moment.
  var stamp: WritingStamp {
    WritingStamp(boot: boot, sinceBoot: Self.read(CLOCK_BOOTTIME), wall: now.microseconds)
  }

  /// The wall clock.
  var now: Timestamp { Timestamp(microseconds: Self.read(CLOCK_REALTIME) ?? 0) }

  /// An event by which the journal tells of itself.
  func recovered(_ message: String, lost: Int) -> CrampEvent {
    var generator = SystemRandomNumberGenerator()
    let now = now
    return CrampEvent(
      id: EventID(time: now, randomHigh: generator.next(), randomLow: generator.next()),
      type: .journalRecovered,
      time: now,
      detected: now,
      details: [EventDetail(.count, .count(Int64(lost))), EventDetail(.message, .text(message))]
    )
  }

  /// From the environment, because a sandboxed service may not see the file.
  private static func bootID() -> String? {
    let given = ProcessInfo.processInfo.environment["CRAMPD_BOOT_ID"]
    let read = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    return [given, read].lazy
      .compactMap { $0?.filter { $0.isHexDigit } }
      .first(where: WritingStamp.isBoot(_:))
  }

  private static func machineID() -> String? {
    ["/etc/machine-id", "/var/lib/dbus/machine-id"].lazy
      .compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
      .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      .first(where: JournalBoot.isMachine(_:))
  }

  private static func read(_ clock: clockid_t) -> Int64? {
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return nil }
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
