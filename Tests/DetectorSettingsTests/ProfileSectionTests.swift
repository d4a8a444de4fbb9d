import CrampDetection
import DetectorSettings
import Foundation
import Testing

@Suite struct ProfileSectionTests {
  @Test func `built-in profiles are changed and own ones rest on them`() throws {
    let configuration = try Self.read(
      """
      mains_hz: 50
      profile: late evening
      state_dir: /var/lib/crampd
      profiles:
        late evening: {base: evening, on_uv: 0}
        evening: {base: night, release_after_s: 5, may_begin_contracted: true}
        night: {confirm_after_s: 8, on_ratio: 1.6}
        exercise:
      """
    )
    let night = try #require(configuration.profiles.named("night"))
    #expect(night.confirmAfter == 8)
    #expect(night.onRatio == 1.6)
    #expect(night.releaseAfter == Profile.night.releaseAfter)
    let evening = try #require(configuration.profiles.named("evening"))
    #expect(evening.confirmAfter == 8)
    #expect(evening.releaseAfter == 5)
    #expect(evening.mayBeginContracted)
    #expect(configuration.profiles.named("exercise") == .exercise)
    #expect(configuration.profile.name == "late evening")
    #expect(configuration.profile.onMicrovolts == 0)
    #expect(configuration.profile.releaseAfter == 5)
    #expect(configuration.stateDirectory == "/var/lib/crampd")
    #expect(
      configuration.profiles.names == "night, exercise, practice, evening, late evening"
    )
  }

  @Test(arguments: ["", "# nothing", "profiles:", "profiles: {}"])
  func `without a section there are the built-in profiles`(content: String) throws {
    let configuration = try Self.read(content)
    #expect(configuration.profiles == ProfileSet())
    #expect(configuration.profile == .night)
    #expect(configuration.stateDirectory == nil)
  }

  @Test(arguments: [
    ("profiles: here", "1:11: profiles: is no mapping"),
    ("profiles:\n  night: 3", "2:10: profiles.night: is no mapping"),
    (
      "profiles:\n  night: {on_ration: 2}",
      "2:11: profiles.night.on_ration: is no setting; the settings are confirm_after_s, "
    ),
    (
      "profiles:\n  night:\n    on_ratio: 0.5",
      "3:5: profiles.night.on_ratio: \"0.5\" is not a number from 1.05 to 100"
    ),
    ("profiles:\n  night: {on_ratio: high}", "2:11: profiles.night.on_ratio: \"high\" is not a"),
    ("profiles:\n  night: {on_ratio: [2]}", "2:11: profiles.night.on_ratio: is no plain value"),
    (
      "profiles:\n  night: {may_begin_contracted: 1}",
      "2:11: profiles.night.may_begin_contracted: \"1\" is not true or false"
    ),
    (
      "profiles:\n  night: {off_share: 1}",
      "2:11: profiles.night.off_share: \"1\" is not a number from 0.05 to 0.95"
    ),
    (
      "profiles:\n  night: {on_uv: 3, confirm_after_s: 2}",
      "2:21: profiles.night.confirm_after_s: suspect_after_s: 3 is above confirm_after_s, which"
    ),
    ("profiles:\n  nihgt: {on_ratio: 2}", "2:3: profiles.nihgt: is not built in and lacks the key"),
    (
      "profiles:\n  night: {base: exercise}",
      "2:11: profiles.night.base: is for a profile of your own"
    ),
    (
      "profiles:\n  mine: {base: yours}",
      "2:10: profiles.mine.base: \"yours\" is no profile; there are night, exercise, practice"
    ),
    (
      "profiles:\n  one: {base: two}\n  two: {base: one}",
      "2:3: profiles.one: rests on itself: one on two on one"
    ),
    ("profiles:\n  '': {base: night}", "2:3: profiles.: is no name"),
    ("profiles:\n  \"a\\nb\": {base: night}", "2:3: profiles.a\nb: is no name"),
    (
      "profile: mine\nprofiles:\n  own: {base: night}",
      "1:1: profile: \"mine\" is none of night, exercise, practice, own"
    ),
  ])
  func `a mistake is named with its place and what is possible`(
    content: String,
    complaint: String
  ) {
    let error = #expect(throws: ConfigurationError.self) { try Self.read(content + "\n") }
    let text = error.map { "\($0)".dropFirst($0.file.count + 1) } ?? ""
    #expect(text.hasPrefix(complaint), "\(text)")
  }

  @Test func `a long chain of profiles is refused before it is followed`() {
    let chain = (0..<100_000).map { "  p\($0): {base: p\($0 + 1)}\n" }.joined()
    let error = #expect(throws: ConfigurationError.self) { try Self.read("profiles:\n" + chain) }
    #expect(error?.cause == "are more than 64")
  }

  private static func read(_ content: String) throws -> DetectorConfiguration {
    let url = FileManager.default.temporaryDirectory.appending(path: "crampd-\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(content.utf8).write(to: url)
    return try DetectorConfiguration(path: url.path)
  }
}
