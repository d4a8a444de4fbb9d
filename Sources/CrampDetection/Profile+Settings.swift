extension Profile {
  /// Every constant that may be changed; a test sees to it that none is missing.
  ///
  /// The ranges are those in which the detector still does what the setting says; they are
  /// limits of the machine, not advice. Windows reach back a minute at most.
  public static var settings: some RandomAccessCollection<ProfileSetting> {
    [
      .number(
        "confirm_after_s",
        \.confirmAfter,
        1...50,
        "how long a contraction lasts to be a cramp"
      ),
      .number("confirm_weak_after_s", \.confirmWeakAfter, 1...50, "the same for a weak one"),
      .number(
        "confirm_slow_after_s",
        \.confirmSlowAfter,
        1...50,
        "the same for a weak one that left rest slowly"
      ),
      .number("slow_ratio", \.slowRatio, 1...10, "level over rest before the rise if it is slow"),
      .number("weak_ratio", \.weakRatio, 1...100, "level over rest below which it is weak"),
      .number("suspect_after_s", \.suspectAfter, 0.5...20, "how long it lasts to be suspected"),
      .number("release_after_s", \.releaseAfter, 0.5...60, "how long it is down to have ended"),
      .number("on_ratio", \.onRatio, 1.05...100, "on level over rest, at least this many times"),
      .number("on_spreads", \.onSpreads, 0...100, "on level above rest, in spreads of rest"),
      .number("on_limit_ratio", \.onRatioLimit, 1.05...100, "the most that spreads may ask for"),
      .number("on_uv", \.onMicrovolts, 0...1_000, "on level above rest, where the unit is the µV"),
      .number("on_steps", \.onSteps, 0...1_000, "on level above rest, in steps of the converter"),
      .number("on_coarse_steps", \.onCoarseSteps, 0...1_000, "the same for eight bits or fewer"),
      .number("off_share", \.offShare, 0.05...0.95, "where the off level lies from rest to on"),
      .number("occupancy_off_share", \.occupancyOff, 0.05...1, "of the window above the off level"),
      .number("occupancy_on_share", \.occupancyOn, 0...1, "of the window above the on level"),
      .number("valley_ratio", \.valley, 0...1, "least 15th over 85th centile of the 100 ms RMS"),
      .number(
        "dips_count",
        \.dips,
        0...100,
        "how often it may come back to rest within the window"
      ),
      .number("weak_dips_count", \.weakDips, 0...100, "the same for a weak contraction"),
      .number(
        "evenness_ratio",
        \.evenness,
        0...1,
        "least 10th over 90th centile of the steady level"
      ),
      .number(
        "build_up_evenness_ratio",
        \.buildUpEvenness,
        0...1,
        "the same over 6 s of one that builds up"
      ),
      .number("rise_limit_s", \.riseLimit, 0...50, "how long one that still rises is waited for"),
      .number("settle_after_s", \.settleAfter, 5...3_600, "when a changed rest is taken for rest"),
      .number("clear_share", \.clearShare, 0...1, "of the window free of a veto"),
      .number("release_share", \.releaseShare, 0...0.45, "of its level below which a cramp let go"),
      .number(
        "unobserved_limit_s",
        \.unobservedLimit,
        1...86_400,
        "how long a lost signal is open"
      ),
      .flag(
        "may_begin_contracted",
        \.mayBeginContracted,
        "a stream may begin within a contraction"
      ),
      .flag("waits_for_others", \.waitsForOthers, "one that began with another muscle's waits"),
      .flag("warns", \.warns, "warnings are told"),
      .flag("tells_spasms", \.tellsSpasms, "spasms are told"),
    ]
  }

  /// The setting of a name; `nil` if there is none.
  public static func setting(_ name: String) -> ProfileSetting? {
    settings.first { $0.name == name }
  }

  /// Changes one constant.
  ///
  /// - Parameters:
  ///   - name: The setting's name.
  ///   - text: Its value as a person writes it.
  /// - Throws: ``ProfileSettingError`` if there is no such setting or it cannot be that.
  public mutating func set(_ name: String, to text: String) throws(ProfileSettingError) {
    guard let setting = Self.setting(name) else {
      let names = Self.settings.map(\.name).joined(separator: ", ")
      throw ProfileSettingError(name, "is no setting; the settings are \(names)")
    }
    try setting.set(in: &self, to: text)
  }

  /// Checks that the settings go with each other.
  ///
  /// - Throws: ``ProfileSettingError`` for the first that does not.
  public func check() throws(ProfileSettingError) {
    try order("suspect_after_s", "confirm_after_s", "a cramp is suspected before it is confirmed")
    try order(
      "occupancy_on_share",
      "occupancy_off_share",
      "what is above the on level is above the off level"
    )
  }

  private func order(
    _ low: String,
    _ high: String,
    _ reason: String
  ) throws(ProfileSettingError) {
    guard case .number(let lower)? = Self.setting(low)?.value(in: self),
      case .number(let upper)? = Self.setting(high)?.value(in: self), lower > upper
    else { return }
    let values = (ProfileSetting.Value.number(lower), ProfileSetting.Value.number(upper))
    throw ProfileSettingError(
      low,
      "\(values.0) is above \(high), which is \(values.1): \(reason)",
      other: high
    )
  }
}
