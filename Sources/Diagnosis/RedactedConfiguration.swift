import CrampDetection
import CrampModel
import DetectorSettings
import SensorSources
import Yams

/// A configuration as a list of keys and values, of which only numbers, flags and the words of
/// crampd itself are shown: names, paths and comments are a person's own.
struct RedactedConfiguration {
  let redaction: Redaction

  /// Lines from which on a file is cut; aliases of aliases would make any number of them.
  static let mostLines = 2_000

  /// Keys that crampd has, or will have; others may be names.
  private static let keys = Set([
    "mains_hz", "profile", "profiles", "log_level", "state_dir", "journal", "socket", "sensors",
    "usb", "recording", "clips", "tone", "watch", "sessions", "mqtt", "path", "group",
    "control_group", "directory",
    "keep_days", "max_mb", "before_s", "after_s", "sensor", "channels", "driver", "serial", "port",
    "rate_hz", "baud", "gain", "reference_v", "channel_count", "unit", "modality", "scale",
    "offset", "name", "muscle", "chain", "discover", "probe", "url", "topic", "base",
  ]).union(Profile.settings.map(\.name))

  /// Words that say nothing about a person.
  static let words = Set([
    "auto", "night", "exercise", "practice", "trace", "debug", "info", "notice", "warning",
    "error", "critical", "crampd", "true", "false", "null", "/run/crampd/events.sock",
    "/var/lib/crampd", "synthetic", "replay", "capture", "speed", "max", "loop", "rate",
  ]).union(SignalUnit.allCases.map(\.rawValue)).union(Modality.allCases.map(\.rawValue))
    .union(SensorFamily.allCases.map(\.rawValue))

  /// The lines, one for each value.
  func text(_ yaml: String) -> String {
    if let alias = YAMLAlias.first(in: yaml) {
      return "(an alias, at \(alias.line):\(alias.column))\n"
    }
    do {
      guard let node = try Yams.compose(yaml: yaml) else { return "(empty)\n" }
      var lines: [String] = []
      add(node, at: "", to: &lines)
      return lines.map { $0 + "\n" }.joined()
    } catch let error as YamlError {
      // The error quotes the file.
      if case .parser(_, _, let mark, _) = error {
        return "(no YAML, at \(mark.line):\(mark.column))\n"
      }
      return "(no YAML)\n"
    } catch {
      return "(no YAML)\n"
    }
  }

  /// Whether a key is shown: crampd's own, and the numbers of channels.
  static func isShown(key: String) -> Bool {
    keys.contains(key) || words.contains(key) || isNumber(key)
  }

  /// Whether a value is shown, at a place such as `sensors.usb`.
  static func isShown(_ value: String, at place: String) -> Bool {
    if value.isEmpty || isNumber(value) || words.contains(value) { return true }
    return place.hasSuffix(".usb") && value.allSatisfy { $0.isHexDigit || $0 == ":" }
  }

  /// What the mark of a value says that is not shown; `nil` if it has none.
  static func kind(at place: String) -> String? {
    if place.hasSuffix(".serial") { return "serial" }
    return place.hasSuffix(".name") ? "channel" : nil
  }

  private func add(_ node: Node, at place: String, to lines: inout [String]) {
    guard lines.count < Self.mostLines else { return }
    switch node {
    case .mapping(let mapping):
      if mapping.isEmpty { lines.append("\(place): (empty)") }
      for (key, value) in mapping {
        add(value, at: place + (place.isEmpty ? "" : ".") + shown(key: key), to: &lines)
      }
    case .sequence(let sequence):
      if sequence.isEmpty { lines.append("\(place): (empty)") }
      for (index, value) in sequence.enumerated() {
        add(value, at: "\(place)[\(index)]", to: &lines)
      }
    case .scalar(let scalar): lines.append("\(place): \(shown(scalar.string, at: place))")
    case .alias: lines.append("\(place): (alias)")
    }
  }

  private func shown(key: Node) -> String {
    guard let key = key.scalar?.string else { return "(key)" }
    return Self.isShown(key: key) ? key : "(key)"
  }

  private func shown(_ value: String, at place: String) -> String {
    if Self.isShown(value, at: place) { return value }
    return Self.kind(at: place).map { redaction.mark($0, value) } ?? "(text)"
  }

  /// A long number may be a telephone's or a serial.
  private static func isNumber(_ text: String) -> Bool { text.count < 8 && Double(text) != nil }
}
