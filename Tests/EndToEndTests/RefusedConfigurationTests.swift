import DetectorSettings
import Foundation
import Testing

@testable import Diagnosis
@testable import crampd

/// What the daemon says of a wrong configuration, as a report would show it.
struct RefusedConfigurationTests {
  @Test(arguments: [
    ("profiles: {anna-mueller: {base: night, geheim: 1}}", "is no setting"),
    ("profiles: {anna-mueller: {base: geheim}}", "is no profile"),
    ("profiles: {anna-mueller: {base: geheim}, geheim: {base: anna-mueller}}", "rests on itself"),
    ("profiles: {anna-mueller: {base: night, on_ratio: geheim}}", "on_ratio"),
    ("profile: geheim", "is none of"),
    ("mains_hz: geheim", "mains_hz"),
    ("log_level: geheim", "log_level"),
    ("geheim: {a: 1}", "is no key"),
    ("mqtt: {url: \"mqtt://geheim@anna-mueller\"}", "is no key"),
    ("sensors: [{driver: geheim}]", "is no driver"),
    ("sensors: [{sensor: \"replay:/anna-mueller.edf?unit=geheim\"}]", "is none of"),
    ("sensors: [{sensor: \"replay:/anna-mueller.edf?geheim\"}]", "is none of"),
    ("sensors: [{sensor: \"synthetic:geheim\"}]", "unknown"),
    ("sensors: [{sensor: \"geheim:anna-mueller\"}]", "begin it with"),
    ("sensors: [{driver: chords, channels: {geheim: {name: a}}}]", "is no channel number"),
    ("clips: {directory: geheim}", "does not begin with /"),
    ("geheim: 1\ngeheim: 2", "is there twice"),
    ("password: \"geheim\nanna-mueller", "is not YAML"),
    ("password: geheim\u{7}", "is not YAML"),
    ("mains_hz: 50\nprofile: *geheim", "is not YAML"),
    ("profile: !<geheim", "is not YAML"),
  ])
  func `A mistake is told with its place and without a name`(yaml: String, cause: String) throws {
    let directory = try Scratch()
    let path = directory.path("crampd.yaml")
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
    let error = try #require(throws: ConfigurationError.self) {
      _ = try ConfigurationFile(path: path).read()
    }
    var redaction = Redaction(salt: 1)
    for hidden in ConfigurationTexts(yaml).hidden { redaction.strike(hidden.text) }
    let shown = redaction.redacted(error.description)
    #expect(shown.contains(cause))
    #expect(shown.contains("crampd.yaml:"))
    for secret in ["geheim", "anna-mueller"] { #expect(!shown.contains(secret), "\(shown)") }
  }

  @Test func `A character that YAML does not know is told with its place and not with its line`()
    throws
  {
    let directory = try Scratch()
    let path = directory.path("crampd.yaml")
    try Data("mains_hz: 50\npassword: geheim\u{7}\n".utf8).write(to: URL(fileURLWithPath: path))
    let error = try #require(throws: ConfigurationError.self) {
      _ = try ConfigurationDocument(path: path).read()
    }
    #expect(error.line == 2)
    #expect(error.column == 17)
    #expect(!error.description.contains("geheim"))
  }
}
