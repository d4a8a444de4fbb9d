import CrampModel

extension CrampEvent {
  /// The event as an entry of the systemd journal: each member is a field.
  ///
  /// A list is as many fields of one name, so that `journalctl` finds each element.
  var journalEntry: JournalEntry {
    var entry = JournalEntry(message: sentence, priority: type.journalPriority)
    entry.add(.messageID, type.messageID)
    func add(_ word: String, _ value: String?) {
      if let value { entry.add(JournalFieldName(crampd: word), value) }
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
      for text in detail.value.journalTexts { add(detail.key.rawValue, text) }
    }
    return entry
  }
}

extension EventValue {
  /// The value as texts, numbers as JSON has them.
  var journalTexts: [String] {
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
