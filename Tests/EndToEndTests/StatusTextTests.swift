import CrampModel
import Foundation
import Testing

@testable import Diagnosis
@testable import crampctl

/// The page that `crampctl status` shows, for nights that went well and for others.
struct StatusTextTests {
  private static let now = Timestamp(microseconds: 1_790_000_000_000_000)

  private static func visit(
    _ change: (String) -> String = { $0 },
    fault: String? = nil,
    isOpen: Bool = false
  ) throws -> DaemonVisit {
    let status = change(
      """
      {"uptime_s":7200,"profile":"night","seq":9,\
      "journal":{"state":"writing","waiting":0,"dropped":0,"bytes":1500000,"worst_commit_s":0.004},\
      "sensors":[{"sensor":"spikerbox:A","state":"streaming","newest_sample_s":0.1,"lost_s":0}],\
      "channels":[{"channel":"calf","sensor":"spikerbox:A","unit":"uV"}],\
      "stream":{"clients":2,"refused":0}}
      """
    )
    let event = PastEvent(
      seq: 8,
      type: "cramp.onset",
      time: "2026-09-21T13:00:00Z",
      sensor: "spikerbox:A",
      channel: "calf",
      duration: nil,
      reason: nil
    )
    var visit = DaemonVisit(.met)
    visit.version = "0.1.0"
    visit.status = try JSONDecoder().decode(DaemonStatus.self, from: Data(status.utf8))
    visit.lastCramp = event
    visit.events = [event]
    visit.episodes = isOpen ? [event] : []
    visit.signals = [
      ChannelSignal(
        sensor: "spikerbox:A",
        channel: "calf",
        state: "quiet",
        fault: fault,
        microvolts: 1.75,
        level: nil,
        hum: 0.1,
        motion: 0
      )
    ]
    return visit
  }

  private static func page(_ visit: DaemonVisit) -> String {
    StatusText(path: "/run/x.sock", visit: visit, now: now).text
  }

  @Test func `A quiet night says so first`() throws {
    let lines = Self.page(try Self.visit()).split(separator: "\n")
    #expect(lines.first?.hasPrefix("crampd 0.1.0 runs since ") == true)
    #expect(lines.first?.contains("2 h 0 min") == true)
    #expect(lines.dropFirst().first == "no cramp now")
    #expect(lines.contains { $0.hasPrefix("last cramp: ") && $0.hasSuffix("on calf") })
    #expect(lines.contains { $0.hasPrefix("spikerbox:A  streaming") })
    #expect(lines.contains { $0.contains("calf") && $0.contains("1.75 µV") && $0.contains("good") })
    #expect(lines.contains { $0.hasPrefix("journal  healthy, newest event 9, 1.5 MB") })
    #expect(lines.contains("clients  2, this one included"))
  }

  @Test func `A cramp, a bad signal, a lost sensor and a full disk come in large letters`() throws {
    #expect(Self.page(try Self.visit(isOpen: true)).contains("1 CRAMP NOW\n"))
    #expect(Self.page(try Self.visit(isOpen: true)).contains("cramp on calf since "))
    let bad = Self.page(try Self.visit(fault: "lead-off"))
    #expect(bad.contains("no cramp now, but calf cannot be judged\n"))
    #expect(bad.contains("BAD: an electrode is off or dry"))
    let away = Self.page(try Self.visit { $0.replacing("streaming", with: "detached") })
    #expect(away.contains("NO SENSOR GIVES SAMPLES"))
    let full = Self.page(
      try Self.visit {
        $0.replacing("\"waiting\":0", with: "\"waiting\":3,\"message\":\"No space left\"")
      }
    )
    #expect(full.contains("3 EVENTS WAIT: No space left"))
  }

  @Test func `A status of another version still gives a page`() {
    var visit = DaemonVisit(.met)
    visit.version = "9.9"
    let page = Self.page(visit)
    #expect(page.hasPrefix("crampd 9.9 runs\n"))
    #expect(page.contains("journal  unknown"))
  }

  @Test func `The text of a daemon that runs names its sensor and its channel`() throws {
    let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: try Scratch())
    _ = try daemon.connect()
    let run = try CrampctlRun(["status", "--socket", daemon.socket])
    #expect(run.status == 0, "\(run)")
    #expect(run.output.contains("synthetic:quiet-night  streaming"), "\(run)")
    #expect(run.output.contains("journal  healthy"), "\(run)")
    #expect(run.output.contains("no cramp now"), "\(run)")
  }

  @Test func `The doctor finds a daemon that is run by hand well, and makes one report`() throws {
    let scratch = try Scratch()
    let daemon = try RunningDaemon(["--sensor", "synthetic:quiet-night"], in: scratch)
    _ = try daemon.connect()
    let words = [
      "doctor", "--socket", daemon.socket, "--state-dir", scratch.path("state"), "--report",
      scratch.path("report.txt"), "--format", "ndjson",
    ]
    let run = try CrampctlRun(words)
    #expect(run.status == 0, "\(run)")
    #expect(run.lines.contains { $0.contains(#""check":"socket","level":"ok""#) }, "\(run)")
    #expect(run.lines.contains { $0.contains(#""check":"content","level":"ok""#) }, "\(run)")
    let report = try String(contentsOfFile: scratch.path("report.txt"), encoding: .utf8)
    #expect(report.contains("daemon.started: 1"))
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.path("report.txt"))
    #expect(mode[.posixPermissions] as? Int == 0o600)
    let again = try CrampctlRun(words)
    #expect(again.failed(with: 1), "\(again)")
  }

  @Test func `The doctor fails where nobody listens, and says what to do`() throws {
    let scratch = try Scratch()
    let words = ["doctor", "--socket", scratch.path("s"), "--state-dir", scratch.path("state")]
    let run = try CrampctlRun(words)
    #expect(run.status == 1, "\(run)")
    #expect(run.output.contains("wrong   socket"), "\(run)")
    #expect(run.output.contains("→ run `crampd`"), "\(run)")
    #expect(!run.output.contains("\u{1B}"))
  }
}
