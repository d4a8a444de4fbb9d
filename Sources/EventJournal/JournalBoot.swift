import GRDB

/// A boot of a machine, as the journal names both.
///
/// The machine's id is confidential (machine-id(5)): it stays in the file, as in systemd's journal,
/// and no client is told.
struct JournalBoot: Hashable, Sendable {
  let machine: String
  let boot: String

  /// Puts both together; `nil` unless both are known.
  init?(machine: String?, boot: String?) {
    guard let machine, let boot else { return nil }
    self.machine = machine
    self.boot = boot
  }

  /// Whether text is a machine's id: 32 hexadecimal digits, not all zero.
  static func isMachine(_ text: String) -> Bool {
    text.utf8.count == 32 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
      && text.contains { $0 != "0" }
  }

  /// Notes the boot with the time of the first event in it.
  func insert(at microseconds: Int64, into database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO boots (boot_id, machine_id, first_us) VALUES (?, ?, ?)",
      arguments: [boot, machine, microseconds]
    )
  }
}
