import CrampModel

extension CrampEvent {
  /// The event as an entry of the systemd journal: each member is a field.
  ///
  /// A list is as many fields of one name, so that `journalctl` finds each element.
  var journalEntry: JournalEntry {
    var entry = JournalEntry(message: sentence, priority: type.journalPriority)
    entry.add(.messageID, type.messageID)
    for field in fields { entry.add(JournalFieldName(crampd: field.member), field.text) }
    return entry
  }
}
