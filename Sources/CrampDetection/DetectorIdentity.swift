public import CrampModel

/// Where the identities of events come from.
public enum DetectorIdentity: Sendable {
  /// From content and position, so that the same input gives the same bytes (UUIDv8).
  case derived
  /// From the time of detection and random bits of this generator (UUIDv7).
  case random(SplitMix64)

  /// The next identity.
  ///
  /// - Parameters:
  ///   - sensor: The sensor's identity.
  ///   - subject: What the identity is for.
  ///   - number: Its number within the stream.
  ///   - time: The time of detection.
  /// - Returns: An identity that no other subject or number has.
  mutating func next(
    sensor: String,
    subject: String,
    number: UInt64,
    time: Timestamp
  ) -> EventID {
    switch self {
    case .derived:
      var digest = Digest()
      digest.add(sensor)
      digest.add(subject)
      digest.add(number)
      digest.add(UInt64(bitPattern: time.microseconds))
      return EventID(digest: digest)
    case .random(var generator):
      let id = EventID(
        time: time,
        randomHigh: generator.next(),
        randomLow: generator.next()
      )
      self = .random(generator)
      return id
    }
  }
}
