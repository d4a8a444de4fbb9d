import Yams

/// A configuration as a list of keys and values, of which only numbers, flags and the words of
/// crampd itself are shown: names, paths and comments are a person's own.
struct RedactedConfiguration {
  let redaction: Redaction

  /// Keys that crampd has, or will have; others may be names.
  private static let keys: Set = [
    "mains_hz", "profile", "profiles", "log_level", "state_dir", "journal", "socket", "sensors",
    "usb", "recording", "clips", "mqtt", "path", "group", "control_group", "directory",
    "keep_days", "max_mb", "before_s", "after_s", "sensor", "channels", "driver", "serial", "port",
    "rate_hz", "baud", "gain", "reference_v", "channel_count", "unit", "modality", "scale",
    "offset", "name", "muscle", "chain", "discover", "probe", "url", "topic", "base",
  ]

  /// Words that say nothing about a person.
  static let words: Set = [
    "auto", "night", "exercise", "practice", "emg", "pressure", "uV", "mV", "V", "counts", "kPa",
    "trace", "debug", "info", "notice", "warning", "error", "critical", "crampd", "true", "false",
    "openbci-cyton", "chords", "spikerbox", "vernier-go-direct", "text-lines", "umyo", "olimex",
    "bitalino", "/run/crampd/events.sock", "/var/lib/crampd", "synthetic",
  ]

  /// The lines, one for each value.
  func text(_ yaml: String) -> String {
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

  /// The texts that have to be struck out wherever else they stand: passwords and the like.
  static func secrets(in yaml: String) -> [String] {
    guard let node = try? Yams.compose(yaml: yaml) else { return [] }
    var found: [String] = []
    collect(node, isSecret: false, into: &found)
    return found
  }

  private static func collect(_ node: Node, isSecret: Bool, into found: inout [String]) {
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        let name = key.scalar?.string.lowercased() ?? ""
        let isNamed = (Redaction.secretNames + ["url", "user"]).contains { name.contains($0) }
        collect(value, isSecret: isSecret || isNamed, into: &found)
      }
    case .sequence(let sequence):
      for value in sequence { collect(value, isSecret: isSecret, into: &found) }
    case .scalar(let scalar): if isSecret { found.append(scalar.string) }
    case .alias: break
    }
  }

  private func add(_ node: Node, at place: String, to lines: inout [String]) {
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        add(value, at: place + (place.isEmpty ? "" : ".") + shown(key: key), to: &lines)
      }
    case .sequence(let sequence):
      for (index, value) in sequence.enumerated() {
        add(value, at: "\(place)[\(index)]", to: &lines)
      }
    case .scalar(let scalar): lines.append("\(place): \(shown(scalar.string, at: place))")
    case .alias: lines.append("\(place): (alias)")
    }
  }

  private func shown(key: Node) -> String {
    guard let key = key.scalar?.string else { return "(key)" }
    return Self.keys.contains(key) || isNumber(key) ? key : "(key)"
  }

  private func shown(_ value: String, at place: String) -> String {
    if value.isEmpty || isNumber(value) || Self.words.contains(value) { return value }
    if place.hasSuffix(".usb"), value.allSatisfy({ $0.isHexDigit || $0 == ":" }) { return value }
    if place.hasSuffix(".serial") { return redaction.mark("serial", value) }
    if place.hasSuffix(".name") { return redaction.mark("channel", value) }
    return "(text)"
  }

  /// A long number may be a telephone's or a serial.
  private func isNumber(_ text: String) -> Bool { text.count < 8 && Double(text) != nil }
}
