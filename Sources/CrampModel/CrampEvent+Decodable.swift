extension CrampEvent: Decodable {
  /// Reads the public event object; members of unknown name or shape are passed over.
  ///
  /// - Throws: `DecodingError` if a member that every event has is absent or malformed.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    func text(_ name: String) throws -> String? {
      try container.decodeIfPresent(String.self, forKey: Name(name))
    }
    func required<T>(_ name: String, _ make: (String) -> T?) throws -> T {
      let word = try container.decode(String.self, forKey: Name(name))
      guard let value = make(word) else {
        throw DecodingError.dataCorruptedError(
          forKey: Name(name),
          in: container,
          debugDescription: "\(name): \"\(word)\" is not one"
        )
      }
      return value
    }
    self.init(
      seq: try container.decodeIfPresent(Int64.self, forKey: Name("seq")) ?? 0,
      id: try required("id", EventID.init(_:)),
      type: try required("type", EventType.init(rawValue:)),
      time: try required("time", Timestamp.init(rfc3339:)),
      detected: try required("detected", Timestamp.init(rfc3339:)),
      sensor: try text("sensor"),
      channel: try text("channel"),
      modality: try text("modality").flatMap(Modality.init(rawValue:)),
      episode: try text("episode").flatMap(EventID.init(_:)),
      details: EventKey.allCases.compactMap { Self.detail($0, in: container) }
    )
  }

  private static func detail(
    _ key: EventKey,
    in container: KeyedDecodingContainer<Name>
  ) -> EventDetail? {
    let name = Name(key.rawValue)
    guard container.contains(name) else { return nil }
    // A member of another shape than the five is a later version's; passing over it is the contract.
    if let flag = try? container.decode(Bool.self, forKey: name) {
      return EventDetail(key, .flag(flag))
    }
    if let count = try? container.decode(Int64.self, forKey: name) {
      return EventDetail(key, .count(count))
    }
    if let number = try? container.decode(Double.self, forKey: name) {
      return EventDetail(key, .number(number))
    }
    if let text = try? container.decode(String.self, forKey: name) {
      return EventDetail(key, .text(text))
    }
    if let texts = try? container.decode([String].self, forKey: name) {
      return EventDetail(key, .texts(texts))
    }
    return nil
  }
}

private struct Name: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(_ name: String) {
    stringValue = name
  }

  init?(stringValue: String) {
    self.stringValue = stringValue
  }

  init?(intValue: Int) {
    nil
  }
}
