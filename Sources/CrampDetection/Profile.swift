/// The constants of a detector for one situation; each is sourced in its comment.
///
/// Times are in seconds. "The facts" are the public studies named with each value.
public struct Profile: Hashable, Sendable {
  /// The name: `night`, `exercise` or `practice`, or a person's own.
  public var name: String
  /// How long a contraction must last before it is called a cramp.
  ///
  /// A leg movement in sleep may last 10 s by definition (AASM scoring manual, leg movements);
  /// with a relax cue, 4 s told cramp from rest in simulation.
  public var confirmAfter: Double
  /// How long before it is published as suspected.
  public var suspectAfter = 3.0
  /// How long it must be back below the off level before it has ended; shorter gaps rejoin.
  public var releaseAfter: Double
  /// The on level over the resting level, at least.
  ///
  /// Night rises start at +100 % (Chaney and Sherman, calf, n = 6); mean + 2 SD would be crossed
  /// over a thousand times an hour by ideal rest.
  public var onRatio: Double
  /// The on level over the resting level in spreads of the resting level, at least.
  public var onSpreads = 5.0
  /// The on level over the resting level, at least, where the unit is the microvolt.
  ///
  /// Between the +8 µV of AASM leg movements and the +2 µV of the WASM morphology rule.
  public var onMicrovolts = 4.0
  /// The on level over the resting level in steps of the converter, at least.
  ///
  /// Only coarse converters feel it: a forearm at rest on 8 bits wavers by five steps.
  public var onSteps = 8.0
  /// Where the off level lies between rest and the on level, 0...1; AASM's 2 of 8 µV is a quarter.
  public var offShare = 0.35
  /// Share of the window that must lie above the off level.
  public var occupancyOff = 0.9
  /// Share of the window that must lie above the on level.
  public var occupancyOn = 0.5
  /// Least 10th over 50th centile of the 100 ms RMS over the window.
  ///
  /// Leg movements at 1 to 3 Hz fall back to rest between bursts, waxing cramps do not.
  public var valley = 0.3
  /// Least 10th over 90th centile of the 500 ms RMS since the rise, over 20 s at most.
  ///
  /// Half a second bridges the waxing of cramps, which is at 1.4 Hz (Minetto et al. 2009,
  /// J Neurophysiol 102:1890); slow bursts on a weak tone stay below.
  public var evenness = 0.3
  /// Share of the window that must be free of a veto.
  public var clearShare = 0.8
  /// Share of a contraction's level below which it counts as let go at once.
  ///
  /// What remains below a fifth of the last 10 s is the new rest: real holds end on a raised tone
  /// as often as on the old rest. A slow decay carries the smoothed level down with it, so only
  /// the off level ends it.
  public var releaseShare = 0.2
  /// How long a preparatory tone may precede the contraction's own rise.
  public var preparation = 3.0
  /// Share of the highest level of its beginning at which the contraction itself has begun.
  public var onsetShare = 0.15
  /// How long a lost signal keeps an open cramp open.
  public var unobservedLimit = 600.0
  /// Whether a stream may begin within a contraction, which is then found at its end.
  public var mayBeginContracted: Bool

  /// At rest and asleep: silence matters more than speed.
  public static let night = Self(
    name: "night",
    confirmAfter: 10,
    releaseAfter: 10,
    onRatio: 1.8,
    mayBeginContracted: false
  )

  /// In sport: voluntary effort is normal, so the bar is higher.
  public static let exercise = Self(
    name: "exercise",
    confirmAfter: 10,
    releaseAfter: 10,
    onRatio: 2.5,
    mayBeginContracted: false
  )

  /// In cued practice: every contraction that is held counts.
  public static let practice = Self(
    name: "practice",
    confirmAfter: 4,
    releaseAfter: 2,
    onRatio: 1.8,
    mayBeginContracted: true
  )

  /// The built-in profiles.
  public static let all = [night, exercise, practice]

  /// The built-in profile of a name; `nil` if there is none.
  public static func named(_ name: String) -> Self? {
    all.first { $0.name == name }
  }
}
