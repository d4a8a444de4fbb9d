/// The constants of a detector for one situation; each is sourced in its comment.
///
/// Times are in seconds. "The facts" are the public studies named with each value.
public struct Profile: Hashable, Sendable {
  /// The name: `night`, `exercise` or `practice`, or a person's own.
  public var name: String
  /// How long a contraction must last before it is called a cramp.
  ///
  /// Cramps of 10 s are to be found before they are over, and the movements of sleep that last as
  /// long are told by their bursts; with a relax cue, 4 s told cramp from rest in simulation.
  public var confirmAfter: Double
  /// The same for contractions below ``weakRatio``, of which a longer look is needed.
  public var confirmWeakAfter: Double
  /// The same for weak contractions that left rest slowly.
  ///
  /// That is how tone rises before a natural night cramp, for 41 s (Chaney and Sherman).
  public var confirmSlowAfter: Double
  /// Level over rest, 3 to 7 s before the on level is reached, from which the rise is slow.
  public var slowRatio = 1.09
  /// Level over rest below which a contraction is weak.
  public var weakRatio = 2.35
  /// How long before it is published as suspected.
  public var suspectAfter = 3.0
  /// How long it must be back below the off level before it has ended; shorter gaps rejoin.
  public var releaseAfter: Double
  /// The on level over the resting level, at least.
  ///
  /// A contraction 3 dB over rest adds up with it to 1.73 times rest; mean + 2 SD would be crossed
  /// over a thousand times an hour by ideal rest.
  public var onRatio: Double
  /// The on level over the resting level in spreads of the resting level, at least.
  public var onSpreads = 5.0
  /// The on level over the resting level, at most, however much rest wavers.
  public var onRatioLimit = 1.9
  /// The on level over the resting level, at least, where the unit is the microvolt.
  public var onMicrovolts = 0.3
  /// The on level over the resting level in steps of the converter, at least.
  public var onSteps = 0.5
  /// The same for converters of eight bits or less: a forearm at rest wavers by five of their steps.
  public var onCoarseSteps = 8.0
  /// Where the off level lies between rest and the on level, 0...1; AASM's 2 of 8 µV is a quarter.
  public var offShare = 0.4
  /// Share of the window that must lie above the off level.
  public var occupancyOff = 0.9
  /// Share of the window that must lie above the on level.
  public var occupancyOn = 0.5
  /// Least 15th over 85th centile of the 100 ms RMS over the window, both over rest.
  ///
  /// Leg movements at 1 to 3 Hz fall back to rest between bursts, waxing cramps do not.
  public var valley = 0.17
  /// How often it may come back to rest for 200 ms within the window.
  public var dips: Double
  /// The same for weak contractions, whose level wavers down to rest by chance.
  public var weakDips = 3.0
  /// How long a contraction whose level still rises is waited for, so that its onset is known.
  public var riseLimit: Double
  /// Least 10th over 90th centile of the steady level since the rise, over 20 s at most.
  ///
  /// A second bridges the waxing of cramps, which is at 1.4 Hz (Minetto et al. 2009,
  /// J Neurophysiol 102:1890); slow bursts on a weak tone stay below.
  public var evenness = 0.37
  /// The same over the last 6 s of a contraction that builds up.
  public var buildUpEvenness = 0.6
  /// Share of the window that must be free of a veto.
  public var clearShare = 0.8
  /// Share of a contraction's level below which it counts as let go at once.
  ///
  /// What remains below a fifth of the last 10 s is the new rest: real holds end on a raised tone
  /// as often as on the old rest. A slow decay carries the smoothed level down with it, so only
  /// the off level ends it.
  public var releaseShare = 0.2
  /// How long a level that lies between the levels lasts before it is taken for a new rest.
  public var settleAfter: Double
  /// How long a lost signal keeps an open cramp open.
  public var unobservedLimit = 600.0
  /// Whether a stream may begin within a contraction, which is then found at its end.
  public var mayBeginContracted: Bool
  /// Whether a rising tone and an unusual number of fasciculations are told as warnings.
  ///
  /// Off unless asked for, because the evidence is thin: one study of six sleepers. On 38 simulated
  /// nights that they were not tuned on, 32 of 149 cramps had a warning, mostly 5 to 20 s before
  /// them, where as many at random times would have met four; every other night had a false one.
  /// Nearly all that were worth something rested on tone.
  public var warns = false
  /// Whether brief abrupt bursts that stand alone are told as spasms, a minute later.
  ///
  /// One channel cannot tell a spasm from a brief voluntary contraction. On the same nights 67 of 136
  /// spasms were told, and 67 of the 122 that were told were spasms; of the others half were brief
  /// voluntary holds.
  public var tellsSpasms = false

  /// Whether a contraction that began together with another muscle's waits until that lets go.
  ///
  /// For sport, where one channel cannot tell a hold from a cramp but two can; asleep, two electrodes
  /// over one muscle are commoner than voluntary holds.
  public var waitsForOthers = false

  /// At rest and asleep: silence matters more than speed.
  public static let night = Self(
    name: "night",
    confirmAfter: 9.5,
    confirmWeakAfter: 12,
    confirmSlowAfter: 30,
    releaseAfter: 10,
    onRatio: 1.45,
    dips: 0,
    riseLimit: 35,
    settleAfter: 60,
    mayBeginContracted: false,
    tellsSpasms: true
  )

  /// In sport: voluntary effort is normal.
  public static let exercise = Self(
    name: "exercise",
    confirmAfter: 9.5,
    confirmWeakAfter: 12,
    confirmSlowAfter: 30,
    releaseAfter: 10,
    onRatio: 1.45,
    dips: 0,
    riseLimit: 35,
    settleAfter: 60,
    mayBeginContracted: false,
    waitsForOthers: true
  )

  /// In cued practice: every contraction that is held counts.
  public static let practice = Self(
    name: "practice",
    confirmAfter: 4,
    confirmWeakAfter: 4,
    confirmSlowAfter: 4,
    releaseAfter: 2,
    onRatio: 1.8,
    dips: 1,
    riseLimit: 0,
    settleAfter: 15,
    mayBeginContracted: true
  )

  /// The built-in profiles.
  public static let all = [night, exercise, practice]

  /// The built-in profile of a name; `nil` if there is none.
  public static func named(_ name: String) -> Self? {
    all.first { $0.name == name }
  }
}
