extension Calibration: Codable {
  private enum CodingKeys: String, CodingKey {
    case id, person, sensor, channel, unit, made
    case rest = "rest_rms"
    case restSpread = "rest_spread"
    case maximum = "maximum_rms"
    case restMedianFrequency = "rest_median_frequency_hz"
  }

  /// Reads the object that ``encode(to:)`` writes.
  ///
  /// - Throws: `DecodingError` with the member that is wrong, as when someone changed a level by
  ///   hand and the id no longer fits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func word<T>(_ key: CodingKeys, _ make: (String) -> T?) throws -> T {
      let text = try container.decode(String.self, forKey: key)
      guard let value = make(text) else {
        throw Self.error(key, "\"\(text)\" is not one", container)
      }
      return value
    }
    let read = Self(
      person: try container.decodeIfPresent(String.self, forKey: .person),
      sensor: try container.decode(String.self, forKey: .sensor),
      channel: try container.decode(String.self, forKey: .channel),
      unit: try word(.unit, SignalUnit.init(rawValue:)),
      rest: try container.decode(Double.self, forKey: .rest),
      restSpread: try container.decode(Double.self, forKey: .restSpread),
      maximum: try container.decode(Double.self, forKey: .maximum),
      restMedianFrequency: try container.decodeIfPresent(
        Double.self,
        forKey: .restMedianFrequency
      ),
      made: try word(.made, Timestamp.init(rfc3339:))
    )
    guard let read else {
      throw Self.error(.rest, "levels must be above 0 and finite", container)
    }
    let id = try container.decode(String.self, forKey: .id)
    guard read.id == id else {
      throw Self.error(.id, "\(id) is not that of these levels, which is \(read.id)", container)
    }
    self = read
  }

  /// Writes a flat object, levels in its `unit`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encodeIfPresent(person, forKey: .person)
    try container.encode(sensor, forKey: .sensor)
    try container.encode(channel, forKey: .channel)
    try container.encode(unit.rawValue, forKey: .unit)
    try container.encode(rest, forKey: .rest)
    try container.encode(restSpread, forKey: .restSpread)
    try container.encode(maximum, forKey: .maximum)
    try container.encodeIfPresent(restMedianFrequency, forKey: .restMedianFrequency)
    try container.encode(made.description, forKey: .made)
  }

  private static func error(
    _ key: CodingKeys,
    _ cause: String,
    _ container: KeyedDecodingContainer<CodingKeys>
  ) -> DecodingError {
    .dataCorruptedError(forKey: key, in: container, debugDescription: cause)
  }
}
