/// Why a channel cannot be judged, in a word.
public enum SignalFault: String, Sendable, CaseIterable {
  /// Samples lie at the rails of the converter.
  case saturated
  /// Samples do not change.
  case flat
  /// Mains hum and little else.
  case mains
  /// Amplifier noise and no muscle: an electrode is off.
  case leadOff = "lead-off"
  /// Movement of electrodes and cables hides the muscle.
  case motion
  /// Samples are missing.
  case samplesLost = "samples-lost"
  /// Another reason that events give.
  case other

  /// The word that an event gives as its `reason`; ``other`` if there is none of that name.
  init(reason: String) {
    self = Self(rawValue: reason) ?? .other
  }
}
