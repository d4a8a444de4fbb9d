import CrampModel
import EventJournal
import EventStream
import Foundation

/// What helps those who mend crampd, as a text that a person can read before sending it.
///
/// It has no signals, no words of a person and no names; see ``contents``.
public struct BugReport: Sendable {
  /// What is in it, and what is not, for the person who is to send it.
  public static let contents = """
    versions of crampd, kernel, distribution and libraries
    the findings of the doctor
    the units of the service and what was added to them
    the configuration: keys, numbers and crampd's own words
    the daemon's status
    the last lines of the daemon's log, without events
    what udev has noted of the sensors
    how many events of each type are kept
    """

  private let scene: Scene
  private let findings: [Finding]
  private let redaction: Redaction
  /// Whether a text may be shown that may quote the configuration.
  private let mayQuote: Bool
  private static let leftOut = "(left out: the configuration holds too much to look for)"

  /// Collects what is to be hidden.
  ///
  /// - Parameters:
  ///   - doctor: Who has looked.
  ///   - findings: What was found.
  ///   - salt: A random number, different for each report.
  public init(_ doctor: Doctor, findings: [Finding], salt: UInt64) {
    scene = doctor.known
    self.findings = findings
    let texts = PersonalTexts(scene: doctor.known)
    redaction = texts.redaction(salt: salt)
    mayQuote = texts.hasWholeConfiguration
  }

  /// The report.
  public var text: String {
    let parts: [(String, String)] = [
      ("Versions", redaction.redacted(versions)),
      ("Findings", redaction.redacted(told)),
      ("Units", redaction.redacted(units)),
      ("Configuration", configuration),
      ("Status", status),
      ("Log", redaction.redacted(log)),
      ("Sensors", redaction.redacted(sensors)),
      ("Events by type", counts),
    ]
    let contents = Self.contents.split(separator: "\n").map { "- \($0)\n" }.joined()
    let head = """
      # A report about crampd

      It holds:
      \(contents)
      It holds no signals, no marks or names of sessions, and no names of people; homes, the host's \
      name and addresses are struck out. Serial numbers and channels have marks that are of use in \
      this report only. Read it before you send it.

      """
    return head + parts.map { "\n## \($0)\n\n\($1.isEmpty ? "(nothing)\n" : $1)" }.joined()
  }

  private var versions: String {
    let machine = scene.machine
    let library = machine.commands.output(
      "dpkg-query",
      "--show",
      "--showformat=${Version}",
      "libusb-1.0-0"
    )
    let system = machine.text("/etc/os-release")?.split(separator: "\n")
      .first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst(12)
    let rows: [(String, String?)] = [
      ("crampctl", machine.version),
      ("crampd", scene.visit?.version ?? "does not run"),
      ("kernel", machine.text("/proc/sys/kernel/osrelease").map { Self.line($0) }),
      ("distribution", system.map { String($0).replacing("\"", with: "") }),
      ("libusb", library),
      ("SQLite", JournalReader.libraryVersion),
      ("Swift", Self.swift),
    ]
    return rows.map { "\($0): \($1 ?? "unknown")\n" }.joined()
  }

  private static var swift: String {
    #if swift(>=6.4)
    "6.4 or later"
    #elseif swift(>=6.3)
    "6.3"
    #else
    "6.2 or before"
    #endif
  }

  private var told: String {
    findings.map { finding in
      let isShown = mayQuote || finding.check != "configuration"
      return "\(finding.level.rawValue): \(finding.check): "
        + "\(isShown ? finding.message : Self.leftOut)\n"
        + (finding.remedy.map { "  mend: \($0)\n" } ?? "")
    }.joined()
  }

  private var units: String {
    guard scene.machine.hasSystemd, !scene.units.isEmpty else { return "" }
    let text = scene.machine.commands.output(
      "systemctl",
      "cat",
      "--no-pager",
      Scene.service,
      Scene.socketUnit
    )
    return RedactedUnits.text(text ?? "")
  }

  private var configuration: String {
    guard let yaml = scene.machine.text(scene.machine.configuration) else {
      return "(none, or not readable)\n"
    }
    return RedactedConfiguration(redaction: redaction).text(yaml)
  }

  private var status: String {
    scene.visit?.statusText.map { RedactedStatus(redaction: redaction).text($0) } ?? ""
  }

  /// The log without events, of which only the counts are told.
  private var log: String {
    guard scene.isService, scene.machine.hasSystemd else { return "" }
    guard mayQuote else { return Self.leftOut + "\n" }
    let output = scene.machine.commands.output(
      "journalctl",
      "--no-pager",
      "--unit=\(Scene.service)",
      "--lines=400",
      "--output=json",
      "--output-fields=MESSAGE,PRIORITY,CRAMP_TYPE",
      patience: .seconds(10)
    )
    let entries = (output ?? "").split(separator: "\n").compactMap { line in
      try? JSONDecoder().decode(LogEntry.self, from: Data(line.utf8))
    }
    return entries.filter { $0.type == nil }.suffix(200).map { $0.line + "\n" }.joined()
  }

  /// One entry of the systemd journal; a message that is no text is a list of bytes there, and the
  /// entry is left out.
  private struct LogEntry: Decodable {
    let message: String
    let priority: String?
    let type: String?
    let microseconds: String?

    enum CodingKeys: String, CodingKey {
      case message = "MESSAGE"
      case priority = "PRIORITY"
      case type = "CRAMP_TYPE"
      case microseconds = "__REALTIME_TIMESTAMP"
    }

    var line: String {
      let time = microseconds.flatMap { Int64($0) }.map { "\(Timestamp(microseconds: $0))" }
      return
        "\(time ?? "-") <\(priority ?? "-")> \(QuotedMistake.struckOut(of: BugReport.line(message)))"
    }
  }

  /// What says nothing of the device's own names.
  private static let properties: Set = [
    "ID_CRAMPD", "ID_MM_DEVICE_IGNORE", "MTP_NO_PROBE", "SYSTEMD_WANTS", "ID_VENDOR_ID",
    "ID_MODEL_ID", "ID_USB_INTERFACES", "ID_BUS", "TAGS",
  ]

  private var sensors: String {
    AttachedSensor.all(on: scene.machine).map { sensor in
      let status = scene.machine.status(sensor.node)
      let rights = status.map { "user \($0.user), group \($0.group), mode \($0.octal)" }
      let properties = (sensor.properties ?? [:]).filter { Self.properties.contains($0.key) }
        .sorted { $0.key < $1.key }.map { "  \($0.key)=\($0.value)\n" }.joined()
      return """
        \(sensor.ids) \(sensor.title)
          \(sensor.node): \(rights ?? "not there")
          drivers: \(sensor.drivers.joined(separator: " "))
          power: \(sensor.powerControl ?? "unknown"), \(sensor.powerState ?? "unknown")

        """ + properties
    }.joined()
  }

  private var counts: String {
    guard let reader = try? JournalReader(path: scene.journal), let counts = try? reader.counts()
    else { return "" }
    // A type that is not ours is somebody's words.
    let known = Set(EventType.allCases.map(\.rawValue))
    return counts.filter { known.contains($0.key) }.sorted { $0.key < $1.key }
      .map { "\($0.key): \($0.value)\n" }.joined()
  }

  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
