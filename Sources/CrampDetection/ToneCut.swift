/// Why a span of resting tone ends; the raw value is the `reason` of its event.
public enum ToneCut: String, Sendable, CaseIterable {
  /// A full hour of the samples' time, by the civil clock in UTC, is over.
  case hour
  /// A session begins or ends: the last minute becomes a span of its own.
  case session
  /// A person marked this moment.
  case mark
  /// The stream is over, or its samples have been absent for a minute.
  case end
}
