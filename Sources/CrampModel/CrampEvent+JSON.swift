extension CrampEvent {
  /// The event as one line of JSON without a line feed: flat, no null members, members in the
  /// order of the interface.
  ///
  /// Written here and not by a library because two runs must give the same bytes on every
  /// machine, with the members in an order that people can read.
  ///
  /// - Parameter seconds: Seconds from the start of the recording, written as member `t`.
  /// - Returns: The object, without a line feed.
  public func json(secondsFromStart seconds: Double? = nil) -> String {
    var object = JSONObjectText()
    if seq > 0 { object.add("seq", raw: String(seq)) }
    object.add("id", text: id.description)
    object.add("type", text: type.rawValue)
    object.add("time", text: time.description)
    object.add("detected", text: detected.description)
    if let seconds { object.add("t", number: seconds) }
    if let sensor { object.add("sensor", text: sensor) }
    if let channel { object.add("channel", text: channel) }
    if let modality { object.add("modality", text: modality.rawValue) }
    if let episode { object.add("episode", text: episode.description) }
    for detail in details {
      object.add(detail.key.rawValue, detail.value)
    }
    return object.text
  }
}

/// A flat JSON object (RFC 8259) while it is being written.
private struct JSONObjectText {
  private var members = ""

  var text: String { "{\(members)}" }

  mutating func add(_ name: String, _ value: EventValue) {
    switch value {
    case .number(let number): add(name, number: number)
    case .count(let count): add(name, raw: String(count))
    case .text(let text): add(name, text: text)
    case .texts(let texts): add(name, raw: "[\(texts.map(quoted).joined(separator: ","))]")
    case .flag(let flag): add(name, raw: flag ? "true" : "false")
    }
  }

  mutating func add(_ name: String, text: String) {
    add(name, raw: quoted(text))
  }

  mutating func add(_ name: String, number: Double) {
    guard number.isFinite else { return }
    let isWhole = number == number.rounded() && abs(number) < 1e15
    add(name, raw: isWhole ? String(Int64(number)) : String(describing: number))
  }

  mutating func add(_ name: String, raw: String) {
    if !members.isEmpty { members += "," }
    members += "\(quoted(name)):\(raw)"
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{0}"..."\u{1F}", "\u{7F}": result += "\\u00" + hexadecimal(scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private func hexadecimal(_ value: UInt32) -> String {
    (value < 16 ? "0" : "") + String(value, radix: 16)
  }
}
