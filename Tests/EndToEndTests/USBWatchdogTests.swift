import Foundation
import Testing

/// The thread of USB events does not come back from the kernel.
@Suite(.enabled(if: EmulatedBed.isThere))
struct USBWatchdogTests {
  @Test func `A USB thread that is held up is noticed, and when it goes on`() async throws {
    let log = try await blocking { () throws -> String? in
      let daemon = try EmulatedDaemon(
        "sensors:\n  - driver: openbci-cyton\n",
        environment: ["WATCHDOG_USEC": "1000000"]
      )
      try daemon.bed.command("plug a cyton serial=DQ1")
      _ = try daemon.next("sensor.attached")
      guard let strace = try Self.hold("usb events", of: daemon.scratch.path("state")) else {
        return nil
      }
      try daemon.bed.wait(for: "part=USB events [Systemd] stuck")
      kill(strace.processIdentifier, SIGKILL)
      strace.waitUntilExit()
      try daemon.bed.wait(for: "part=USB events [Systemd] no longer stuck")
      let status = try daemon.end()
      return "\(daemon.bed.said)\nstatus \(status)"
    }
    guard let log else {
      print("SKIPPED: there is no strace that may trace")
      return
    }
    #expect(log.hasSuffix("status 0"), "\(log)")
    #expect(!log.contains("part=journal"), "\(log)")
    #expect(!log.contains("part=client"), "\(log)")
  }

  /// Keeps each wait of a thread from ending for as long as the program that it gives runs.
  private static func hold(_ thread: String, of state: String) throws -> Process? {
    let line = """
      for task in /proc/[0-9]*/task/[0-9]*; do
        if [ "$(cat $task/comm 2>/dev/null)" = "\(thread)" ] &&
          grep -q "\(state)" $task/cmdline; then
          exec strace -qq -o /dev/null -p "${task##*/}" -e trace=poll,ppoll \
            -e inject=poll,ppoll:delay_exit=30s
        fi
      done
      exit 1
      """
    let strace = Process()
    strace.executableURL = URL(fileURLWithPath: "/bin/sh")
    strace.arguments = ["-c", line]
    strace.standardError = FileHandle.nullDevice
    try strace.run()
    usleep(500_000)
    return strace.isRunning ? strace : nil
  }
}
