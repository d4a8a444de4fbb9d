import Testing

@testable import Diagnosis

/// What of a configuration is struck out wherever else it stands.
struct ConfigurationTextsTests {
  @Test(arguments: [
    ("profiles: {anna-mueller: {foo: 1}}", ["anna-mueller", "foo"]),
    ("profile: Otto", ["Otto"]),
    ("profile: night\nmains_hz: 50\nprofiles: {night: {on_ratio: 1.6}}", []),
    ("password: 50", ["50", "password"]),
    ("socket: {group: audio}", ["audio"]),
    ("mqtt: {url: night}", ["night"]),
    ("sensors: [{driver: spikerbox, usb: \"2e73:0004\", serial: DQ007XYZ}]", ["DQ007XYZ"]),
    ("sensors: [{channels: {1: {name: wade, unit: uV, modality: emg}}}]", ["wade"]),
    (
      "sensors: [{sensor: \"replay:/data/otto.edf?unit=anna\"}]",
      ["anna", "data", "otto.edf", "replay:/data/otto.edf?unit=anna"]
    ),
    ("? {anna: otto}\n: 1", ["anna", "otto"]),
    ("password: \"ge heim\nprofile: [night", ["ge", "heim", "password"]),
    ("anna: 1\nanna: 2", ["anna"]),
    ("# die anna\nprofile: {", []),
    ("profile: \"a\u{7}b\"", ["a\u{7}b"]),
    ("", []),
  ])
  func `What a report does not show is known by its words`(yaml: String, hidden: [String]) {
    let texts = ConfigurationTexts(yaml)
    #expect(texts.hidden.map(\.text).sorted() == hidden.sorted())
    #expect(texts.isComplete)
  }

  @Test func `Aliases of aliases and endless words come to an end, and are said not to be all`() {
    var bomb = "a0: &a0 [x]\n"
    for level in 1...30 {
      bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n"
    }
    // As a key it would have to be compared, however large it is.
    bomb += "? *a30\n: otto\n"
    #expect(ConfigurationTexts(bomb).hidden.contains { $0.text == "otto" })
    let words = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
    for yaml in ["{" + words, "[" + words.replacing(" ", with: ",") + "]"] {
      let texts = ConfigurationTexts(yaml)
      #expect(!texts.isComplete)
      #expect(texts.hidden.count <= ConfigurationTexts.most)
    }
    let shown = RedactedConfiguration(redaction: Redaction(salt: 1)).text(bomb)
    #expect(shown == "(an alias, at 2:10)\n")
  }

  @Test(arguments: [
    (
      "the configuration stays as it was: /etc/crampd/crampd.yaml:3:7: profiles.otto: is no key",
      "the configuration stays as it was: /etc/crampd/crampd.yaml:3:7: (struck out)"
    ),
    ("/x.yml:12: otto", "/x.yml:12: (struck out)"),
    ("/x.yaml: cannot be read: Permission denied", "/x.yaml: cannot be read: Permission denied"),
    (
      "environment: CRAMPD_PROFILE: \"otto\" is none of night",
      "environment: CRAMPD_PROFILE: (struck out)"
    ),
    ("disk is slow", "disk is slow"),
  ])
  func `Of a mistake in the log only the place is shown`(message: String, shown: String) {
    #expect(QuotedMistake.struckOut(of: message) == shown)
  }

  @Test func `Longer texts are struck out before those that they contain`() {
    var redaction = Redaction(salt: 1)
    for text in ["anna", "anna-mueller", "mueller", "anna-m", "anna"] { redaction.strike(text) }
    #expect(redaction.redacted("of anna-mueller, anna") == "of (struck out), (struck out)")
  }
}
