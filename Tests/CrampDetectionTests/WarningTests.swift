import CrampDetection
import CrampModel
import Testing

/// Warnings from rows at rest at 2 µV with something before a cramp.
@Suite struct WarningTests {
  private static let profile: Profile = {
    var profile = Profile.night
    profile.warns = true
    return profile
  }()

  /// From 1 to `top` within 41 s, without corners.
  private static func ramp(to top: Double) -> @Sendable (Double) -> Double {
    { time in
      let part = min(1, time / 41)
      return 2 + 2 * (top - 1) * part * part * (3 - 2 * part)
    }
  }

  @Test(arguments: [1.7, 2.0, 3.0, 6.0])
  func `a tone that rises for 41 s is warned of before it is there`(top: Double) {
    var night = NightRows()
    night.add(seconds: 600)
    night.add(seconds: 41, level: Self.ramp(to: top))
    let warnings = night.events(.crampWarning, Self.profile)
    #expect(warnings.count == 1)
    #expect(warnings.first?[.cause] == .text("tone"))
    #expect((610..<641).contains(warnings.first?.told ?? 0), "\(warnings)")
  }

  @Test func `a warning is cleared after five minutes of calm and not before`() throws {
    var night = NightRows()
    night.add(seconds: 600)
    night.add(seconds: 41, level: Self.ramp(to: 1.7))
    night.add(seconds: 600)
    let events = night.all(Self.profile)
    let types = events.map(\.type).filter { $0 == .crampWarning || $0 == .crampWarningCleared }
    #expect(types == [.crampWarning, .crampWarningCleared])
    let cleared = try #require(events.last { $0.type == .crampWarningCleared })
    #expect((640 + 290...640 + 330).contains(cleared.told), "\(cleared.told)")
  }

  @Test func `the end of a cramp clears the warning before it`() throws {
    var night = NightRows()
    night.add(seconds: 600)
    night.add(seconds: 41, level: Self.ramp(to: 1.7))
    night.add(seconds: 40) { _ in 40 }
    night.add(seconds: 60)
    let types = night.all(Self.profile).map(\.type).filter { $0 != .crampSuspected }
    #expect(types == [.crampWarning, .crampOnset, .crampRelease, .crampWarningCleared])
  }

  @Test(arguments: [
    ("a step as of a turned gain", 2.0), ("a hold", 12), ("a weak hold", 3), ("rest", 1),
  ])
  func `what rises at once is not warned of`(name: String, ratio: Double) {
    var night = NightRows()
    night.add(seconds: 600)
    night.add(seconds: 30) { _ in 2 * ratio }
    night.add(seconds: 300)
    #expect(night.events(.crampWarning, Self.profile).isEmpty, "\(name)")
  }

  @Test func `movements that grow are not warned of`() {
    var night = NightRows()
    night.add(seconds: 600)
    // A second of movement in every three, stronger each time.
    night.add(seconds: 60) { time in
      time.truncatingRemainder(dividingBy: 3) < 1 ? 4 + time / 2 : 2 + time / 30
    }
    #expect(night.events(.crampWarning, Self.profile).isEmpty)
  }

  @Test func `nothing is told of a channel that cannot be judged`() {
    var night = NightRows()
    night.add(seconds: 600)
    night.add(seconds: 41, level: Self.ramp(to: 3)) { row in
      row.quality.railed = 0.5
    }
    #expect(night.events(.crampWarning, Self.profile).isEmpty)
  }

  @Test func `hum that grows is no tone`() {
    var night = NightRows()
    night.add(seconds: 600)
    let ramp = Self.ramp(to: 1.6)
    night.add(seconds: 41, level: ramp) { row in
      row.quality.hum = 1 - 4 / (row.shortRMS * row.shortRMS)
    }
    #expect(night.events(.crampWarning, Self.profile).isEmpty)
  }

  @Test func `a tone that rises over half an hour is warned of, one that stepped up is not`() {
    var slow = NightRows()
    slow.add(seconds: 1_200)
    slow.add(seconds: 2_400) { 2 + 1.5 * min(1, $0 / 2_000) }
    let warnings = slow.events(.crampWarning, Self.profile)
    #expect(warnings.map { $0[.cause] } == [.text("tone")])
    var step = NightRows()
    step.add(seconds: 1_200)
    step.add(seconds: 3_000) { _ in 3.2 }
    #expect(step.events(.crampWarning, Self.profile).isEmpty)
  }

  @Test func `many fasciculations are warned of if the person has few, once they are known`() {
    var night = NightRows()
    night.addFasciculations(seconds: 7_300, every: 60)
    night.addFasciculations(seconds: 40, every: 2)
    let warnings = night.events(.crampWarning, Self.profile)
    #expect(warnings.map { $0[.cause] } == [.text("fasciculations")])
    #expect((7_310..<7_340).contains(warnings.first?.told ?? 0))
    var early = NightRows()
    early.addFasciculations(seconds: 3_000, every: 60)
    early.addFasciculations(seconds: 60, every: 2)
    #expect(early.events(.crampWarning, Self.profile).isEmpty)
  }

  @Test func `a person who often has spells of fasciculations is not warned of one`() {
    var night = NightRows()
    for _ in 0..<8 {
      night.addFasciculations(seconds: 800, every: 60)
      night.addFasciculations(seconds: 120, every: 2)
    }
    #expect(night.events(.crampWarning, Self.profile).isEmpty)
  }

  @Test(arguments: Profile.all)
  func `nobody is warned who has not asked for it`(profile: Profile) {
    var night = NightRows()
    night.add(seconds: 600)
    night.add(seconds: 41, level: Self.ramp(to: 1.7))
    #expect(night.events(.crampWarning, profile).isEmpty)
  }

  @Test func `warnings change nothing about cramps`() {
    var night = NightRows()
    night.add(seconds: 600)
    night.add(seconds: 41, level: Self.ramp(to: 2))
    night.add(seconds: 40) { _ in 40 }
    night.add(seconds: 60)
    func cramps(_ profile: Profile) -> [[Double]] {
      night.all(profile).filter { $0.type == .crampOnset || $0.type == .crampRelease }
        .map { [$0.seconds, $0.told] }
    }
    #expect(!cramps(.night).isEmpty)
    #expect(cramps(.night) == cramps(Self.profile))
  }
}
