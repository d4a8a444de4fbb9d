/// A member of an event as a name and a text, for systems that know nothing else: the fields of the
/// systemd journal, the environment of a command.
public struct EventField: Hashable, Sendable {
  /// The member's name, as in the event object.
  public let member: String
  /// Its value; numbers as JSON has them.
  public let text: String

  /// `CRAMP_RMS_UV` for the member `rms_uv`.
  public var name: String { "CRAMP_" + member.uppercased() }
}

extension CrampEvent {
  /// The members of the event in the order of the interface; a list is as many fields of one name.
  public var fields: [EventField] {
    var fields: [EventField] = []
    func add(_ member: String, _ text: String?) {
      if let text { fields.append(EventField(member: member, text: text)) }
    }
    add("type", type.rawValue)
    add("seq", String(seq))
    add("id", id.description)
    add("time", time.description)
    add("detected", detected.description)
    add("sensor", sensor)
    add("channel", channel)
    add("modality", modality?.rawValue)
    add("episode", episode?.description)
    for detail in details {
      for text in detail.value.fieldTexts { add(detail.key.rawValue, text) }
    }
    return fields
  }
}

extension EventValue {
  /// The value as texts, numbers as JSON has them; a list has one for each element.
  public var fieldTexts: [String] {
    switch self {
    case .number(let number):
      let isWhole = number == number.rounded() && abs(number) < 1e15
      return [isWhole ? String(Int64(number)) : String(describing: number)]
    case .count(let count): return [String(count)]
    case .text(let text): return [text]
    case .texts(let texts): return texts
    case .flag(let flag): return [flag ? "true" : "false"]
    }
  }
}
