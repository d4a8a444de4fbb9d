import Foundation

/// The daemon's status, of which strings are shown only where they cannot be names.
struct RedactedStatus {
  let redaction: Redaction

  /// Members whose texts are the daemon's own words.
  private static let plain: Set = [
    "version", "instance", "state", "driver", "unit", "modality", "usb", "port", "boot", "since",
  ]
  /// Members whose texts may hold names among other words.
  private static let sentences: Set = ["message", "path", "copy_message", "status"]

  /// The status as indented JSON.
  func text(_ json: String) -> String {
    guard let value = try? JSONSerialization.jsonObject(with: Data(json.utf8)),
      let data = try? JSONSerialization.data(
        withJSONObject: shown(value, as: ""),
        options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      )
    else { return "(not understood)\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private func shown(_ value: Any, as name: String) -> Any {
    switch value {
    case let members as [String: Any]:
      var result: [String: Any] = [:]
      for (name, value) in members { result[redaction.redacted(name)] = shown(value, as: name) }
      return result
    case let values as [Any]: return values.map { shown($0, as: name) }
    case let text as String:
      if name == "sensor" { return sensor(text) }
      if name == "profile" { return RedactedConfiguration.words.contains(text) ? text : "(text)" }
      if name == "channel" { return redaction.mark("channel", text) }
      if name == "serial" { return redaction.mark("serial", text) }
      if Self.plain.contains(name) { return redaction.redacted(text) }
      if Self.sentences.contains(name) { return redaction.redacted(text) }
      return "(text)"
    default: return value
    }
  }

  private func sensor(_ text: String) -> String {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard let driver = parts.first, parts.count == 2 else { return redaction.mark("sensor", text) }
    return "\(redaction.redacted(String(driver))):\(redaction.mark("serial", String(parts[1])))"
  }
}
