import Testing

@testable import Systemd

struct JournalEntryTests {
  @Test func `An entry begins with message, priority and identifier`() {
    let entry = JournalEntry(message: "Cramp began", priority: .warning)
    #expect(
      String(decoding: entry.bytes, as: UTF8.self)
        == "MESSAGE=Cramp began\nPRIORITY=4\nSYSLOG_IDENTIFIER=crampd\n"
    )
  }

  private static let values: [(String, String)] = [
    ("calf", "CRAMP_TEXT=calf\n"),
    ("", "CRAMP_TEXT=\n"),
    ("a=b", "CRAMP_TEXT=a=b\n"),
    ("a\0b", "CRAMP_TEXT=a\0b\n"),
    ("two\nlines", "CRAMP_TEXT\n\u{9}\0\0\0\0\0\0\0two\nlines\n"),
    ("\n", "CRAMP_TEXT\n\u{1}\0\0\0\0\0\0\0\n\n"),
    ("W\u{e4}rme\n", "CRAMP_TEXT\n\u{7}\0\0\0\0\0\0\0W\u{e4}rme\n\n"),
  ]

  @Test(arguments: values)
  func `A value is plain unless it has line feeds`(value: String, text: String) {
    var entry = JournalEntry(message: "", priority: .info)
    let start = entry.bytes.count
    entry.add(JournalFieldName(crampd: "text"), value)
    #expect(Array(entry.bytes[start...]) == Array(text.utf8))
  }

  @Test func `A long value has its length in eight bytes, the least first`() {
    var entry = JournalEntry(message: "", priority: .info)
    let start = entry.bytes.count + "CRAMP_TEXT\n".utf8.count
    entry.add(
      JournalFieldName(crampd: "text"),
      String(repeating: "x", count: 0x01_02_03) + "\n"
    )
    #expect(Array(entry.bytes[start..<start + 8]) == [4, 2, 1, 0, 0, 0, 0, 0])
  }

  @Test func `A message is one line`() {
    let entry = JournalEntry(message: "a\nb\u{1B}[31m\tc\r\n", priority: .info)
    #expect(JournalFields(entry.bytes)["MESSAGE"] == "a b [31m c  ")
  }

  @Test(arguments: [
    ("MESSAGE", true), ("A1_", true), (String(repeating: "A", count: 64), true),
    (String(repeating: "A", count: 65), false), ("", false), ("_PID", false), ("1A", false),
    ("a", false), ("A B", false), ("A=B", false), ("A\n", false), ("\u{c4}", false), ("A\0", false),
  ])
  func `A name that journald would ignore is none`(name: String, isName: Bool) {
    #expect((JournalFieldName(name) != nil) == isName)
  }

  @Test(arguments: [
    ("rms_uv", "CRAMP_RMS_UV"), ("Type", "CRAMP_TYPE"), ("a b=c\n", "CRAMP_A_B_C_"),
    ("w\u{e4}rme", "CRAMP_W__RME"), ("", "CRAMP_"), ("7", "CRAMP_7"),
    (
      String(repeating: "x", count: 100),
      "CRAMP_" + String(repeating: "X", count: 58)
    ),
  ])
  func `Any word makes a name of ours`(word: String, name: String) {
    #expect(JournalFieldName(crampd: word).text == name)
    #expect(JournalFieldName(name)?.text == name)
  }
}
