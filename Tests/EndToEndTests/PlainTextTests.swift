import CrampModel
import Testing

@testable import crampctl

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("calf", "calf"), ("\u{1B}[31mcalf", "?[31mcalf"), ("a\u{202E}b", "a?b"), ("a\u{9B}b", "a?b"),
    ("a\u{2066}b\u{FEFF}", "a?b?"), ("a\u{2028}b", "a?b"),
    ("M\u{FC}ller \u{1F9B5}", "M\u{FC}ller \u{1F9B5}"),
  ])
  func `a terminal is given nothing that it obeys or that hides`(text: String, plain: String) {
    #expect(TextTable.plain(text) == plain)
  }

  @Test func `without a cramp nobody is told that all is said`() {
    #expect(PastEpisodes([]).unlabelled == "no cramp yet\n")
  }
}
