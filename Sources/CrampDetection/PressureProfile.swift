/// The constants of a pressure detector for one situation; times are in seconds.
///
/// No recording of a cramp by a pressure sensor has been published: what names no source is an
/// assumption, tried on simulated sensors alone.
struct PressureProfile: Hashable, Sendable {
  /// How long a rise must last before it is called a cramp.
  ///
  /// A leg movement in sleep may last 10 s by definition (AASM scoring manual, leg movements).
  var confirmAfter = 10.0
  /// How long before it is published as suspected.
  var suspectAfter = 3.0
  /// How long it must be back near rest before it has ended; shorter gaps rejoin.
  var releaseAfter = 10.0
  /// Whether a rise that began within a movement needs more than its length to be a cramp.
  ///
  /// A sleeper who rolls onto the sensor moves first; a cramp begins out of rest. In cued practice
  /// every contraction that is held counts.
  var doubtsMovements = true

  /// How long of the past rest is learned from.
  ///
  /// Pads creep by several per cent with each tenfold of time, so rest is never old.
  var restMemory = 180.0
  /// How long rest must have been seen before anything is judged: two breaths of the slowest.
  var restLeast = 12.0
  /// How long rest must have been seen until it is known in full; before that the on level lies up
  /// to half as high again above rest.
  var restFull = 60.0
  /// The on level over rest in standard deviations of rest, at least.
  ///
  /// Above the peak of a regular breath, which is 1.4 of its standard deviations.
  var onSpreads = 2.0
  /// The on level over rest in parts of what rest wandered within its memory, at least.
  var onWander = 1.2
  /// The on level over rest in steps of the converter, at least.
  var onSteps = 2.5
  /// The on level over rest in parts of the session's span, at least.
  var onSpan = 0.015
  /// The on level over rest in parts of the strap's tension, where the unit has a true zero.
  var onTension = 0.004
  /// Where the off level lies between rest and the on level, 0...1.
  var offShare = 0.4
  /// Share of the window that must lie above the off level.
  var occupancyOff = 0.8
  /// Share of the window that must lie above the on level.
  var occupancyOn = 0.5
  /// Least 10th over 50th centile of the height above rest in the window.
  ///
  /// Movements fall back to rest for a third of the time.
  var valley = 0.4
  /// The same for a rise that began within a movement.
  var steadyValley = 0.6

  /// Share of a cramp's height above rest below which it counts as let go.
  ///
  /// Hysteresis (a tenth) and creep keep up to a quarter of a long squeeze on a pad.
  var releaseShare = 0.3
  /// How long before a rise a movement makes it doubtful.
  var movementBefore = 6.0
  /// How many times as high a squeeze may have been shortly before, for the level to be its own.
  ///
  /// Hysteresis and creep leave a tenth to a quarter of what was there.
  var residue = 4.0
  /// How long a doubtful rise must last before trembling makes it a cramp: movements are over then.
  var trembleAfter = 20.0
  /// Least trembling of a muscle, as a part of its height above rest.
  ///
  /// Discharges in a cramp wax and wane at 1.4 Hz (Minetto et al. 2009, J Neurophysiol 102:1890);
  /// a load that lies on the sensor does not.
  var trembleShare = 0.02
  /// The same in multiples of the trembling at rest, which is the pulse.
  var trembleRest = 2.6
  /// Most trembling of a muscle, as a part of its height: movements shake it more.
  var shakeShare = 0.35
  /// The same for a rise that began within a movement.
  var steadyShake = 0.3
  /// How long a doubtful rise must last before wandering makes it a cramp: the 30 s in which it is
  /// measured, without the rise itself.
  var wanderAfter = 38.0
  /// Least wandering of a muscle over 30 s, as a part of its height: a load that lies still creeps
  /// along a line.
  var wanderShare = 0.02
  /// The same in parts of the on level over rest.
  var wanderRest = 0.35
  /// How much of its height a doubtful rise must lose at once to have been a muscle that let go.
  var fallShare = 0.5
  /// How far the level must have risen within 40 s, in parts of the on level over rest.
  ///
  /// Cramps that develop for three minutes (Howe et al. 1978, J Dial 2:85) do; warmth does not.
  var rise = 1.0
  /// The same for a rise whose beginning lies further back, which may be warmth or creep.
  var slowRise = 2.7
  /// How long a doubtful rise may last before it is the new rest.
  var postureAfter = 120.0
  /// The same for what may be left of a squeeze.
  var residueAfter = 40.0
  /// How long a confirmed level must have been constant to be a posture or a strap that has slipped.
  ///
  /// Five to ten minutes: nearly all cramps are over by then.
  var constantFor = 420.0
  /// The same for what is left of a cramp at less than ``remainder`` of its height.
  var remainderFor = 90.0
  /// Part of a cramp's height that may be what it has left behind in the sensor.
  var remainder = 0.4
  /// How far a constant level may wander, as a part of its height above rest; creep takes the most.
  var constancy = 0.12

  /// A level below this part of the strap's tension is a sensor that is off.
  var offTension = 0.15
  /// How long a lost signal keeps an open cramp open.
  var unobservedLimit = 600.0

  /// At rest and asleep.
  static let night = Self()

  /// In sport, where straps move all the time.
  static let exercise: Self = {
    var profile = Self()
    profile.onSpreads = 3
    return profile
  }()

  /// In cued practice.
  static let practice: Self = {
    var profile = Self()
    profile.confirmAfter = 4
    profile.suspectAfter = 2
    profile.releaseAfter = 2
    profile.doubtsMovements = false
    return profile
  }()

  /// The constants that belong to a profile.
  init(for profile: Profile) {
    self =
      switch profile.name {
      case Profile.exercise.name: .exercise
      case Profile.practice.name: .practice
      default: .night
      }
  }

  private init() {}
}
