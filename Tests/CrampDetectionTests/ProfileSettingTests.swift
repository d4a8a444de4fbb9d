import CrampDetection
import Testing

@Suite struct ProfileSettingTests {
  @Test func `every constant of a profile can be set by exactly one name`() {
    var constants: Set<String> = []
    for (label, value) in Mirror(reflecting: Profile.night).children {
      let label = label ?? ""
      if value is Double || value is Bool {
        constants.insert(label)
      } else {
        #expect(label == "name", "\(label) is of a type that no setting has")
      }
    }
    var changed: [String] = []
    for setting in Profile.settings {
      changed += Self.changes(by: setting)
    }
    #expect(Set(changed) == constants)
    #expect(changed.count == constants.count)
  }

  @Test func `names say their unit, help is one line`() {
    #expect(Set(Profile.settings.map(\.name)).count == Profile.settings.count)
    for setting in Profile.settings {
      #expect(setting.name.allSatisfy { $0.isLowercase || $0 == "_" }, "\(setting.name)")
      #expect((10...70).contains(setting.help.count), "\(setting.name): \(setting.help)")
      guard case .number = setting.kind else { continue }
      let units = ["s", "uV", "ratio", "share", "spreads", "steps", "count"]
      #expect(units.contains(setting.unit), "\(setting.name)")
    }
  }

  @Test(arguments: Profile.all)
  func `built-in profiles are possible`(profile: Profile) throws {
    var copy = Profile.night
    for setting in Profile.settings {
      try copy.set(setting.name, to: setting.value(in: profile).description)
    }
    copy.name = profile.name
    try profile.check()
    #expect(copy == profile)
  }

  @Test(arguments: [
    ("on_ratio", "1.6"), ("confirm_after_s", "20"), ("may_begin_contracted", "true"),
    ("unobserved_limit_s", "1e3"),
  ])
  func `a value that is possible is taken`(name: String, text: String) throws {
    var profile = Profile.night
    try profile.set(name, to: text)
    #expect(profile != .night)
  }

  @Test(arguments: [
    ("on_ration", "2", "on_ration: is no setting; the settings are confirm_after_s, "),
    ("on_ratio", "1", "on_ratio: \"1\" is not a number from 1.05 to 100"),
    ("on_ratio", "nan", "on_ratio: \"nan\" is not a number"),
    ("on_ratio", "inf", "on_ratio: \"inf\" is not a number"),
    ("on_ratio", "", "on_ratio: \"\" is not a number"),
    ("on_ratio", "1,6", "on_ratio: \"1,6\" is not a number"),
    ("confirm_after_s", "50.1", "confirm_after_s: \"50.1\" is not a number from 1 to 50"),
    ("may_begin_contracted", "1", "may_begin_contracted: \"1\" is not true or false"),
  ])
  func `a value that is not possible is refused and changes nothing`(
    name: String,
    text: String,
    complaint: String
  ) {
    var profile = Profile.night
    let error = #expect(throws: ProfileSettingError.self) { try profile.set(name, to: text) }
    #expect(error?.description.hasPrefix(complaint) == true, "\(String(describing: error))")
    #expect(profile == .night)
  }

  @Test(arguments: [
    ([("confirm_after_s", "2")], "suspect_after_s", "confirm_after_s"),
    (
      [("occupancy_on_share", "0.8"), ("occupancy_off_share", "0.7")],
      "occupancy_on_share", "occupancy_off_share"
    ),
  ])
  func `settings that do not go with each other are refused`(
    changes: [(String, String)],
    setting: String,
    other: String
  ) throws {
    var profile = Profile.night
    for (name, text) in changes { try profile.set(name, to: text) }
    let error = #expect(throws: ProfileSettingError.self) { try profile.check() }
    #expect(error?.setting == setting)
    #expect(error?.other == other)
  }

  /// The stored properties that a setting changes.
  private static func changes(by setting: ProfileSetting) -> [String] {
    var profile = Profile.night
    switch (setting.kind, setting.value(in: profile)) {
    case (.number(let range), .number(let old)):
      let new = old == range.lowerBound ? range.upperBound : range.lowerBound
      #expect((try? setting.set(in: &profile, to: "\(new)")) != nil, "\(setting.name)")
    case (_, .flag(let old)):
      #expect((try? setting.set(in: &profile, to: "\(!old)")) != nil, "\(setting.name)")
    case (.flag, .number):
      Issue.record("\(setting.name) is a number and a flag")
    }
    let pairs = zip(
      Mirror(reflecting: Profile.night).children,
      Mirror(reflecting: profile).children
    )
    return pairs.filter { "\($0.value)" != "\($1.value)" }.compactMap { $0.0.label }
  }
}
