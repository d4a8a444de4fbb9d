/// What a channel measures.
public enum Modality: String, Sendable, CaseIterable {
  /// Raw surface EMG: zero-mean, tens to hundreds of hertz wide.
  case emg
  /// EMG that the sensor has already rectified and smoothed: never negative, slow.
  case envelope
  /// Pressure of a cuff, a belt or a pad over the muscle.
  case pressure
  /// Force of a limb on a load cell or a dynamometer.
  case force
}
