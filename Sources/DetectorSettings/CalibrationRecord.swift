public import CrampModel

/// The calibrations in force and those that they took the place of.
public struct CalibrationRecord: Hashable, Sendable {
  /// So many older calibrations are kept, the newest.
  public static let mostKept = 256

  /// Those in force, in the order in which they were made.
  public private(set) var current: [Calibration] = []
  /// Those that were replaced, the oldest first.
  public private(set) var history: [Calibration] = []

  /// A record of nothing.
  public init() {}

  /// The calibrations in force of one sensor, in the order in which they were made.
  public func current(of sensor: String) -> [Calibration] {
    current.filter { $0.sensor == sensor }
  }

  /// Puts a calibration in force, in place of the same person's of the same channel.
  public mutating func add(_ calibration: Calibration) {
    let replaced = current.filter { $0.isReplaced(by: calibration) }
    current.removeAll { $0.isReplaced(by: calibration) }
    current.append(calibration)
    history = (history + replaced).suffix(Self.mostKept)
    let surplus = current.prefix(max(0, current.count - Self.mostKept))
    history += surplus
    current.removeFirst(surplus.count)
  }

  /// Forgets a calibration, wherever it is; nothing older comes into force.
  ///
  /// - Parameter id: Its id.
  /// - Returns: The calibration; `nil` if there is none of that id.
  public mutating func forget(_ id: String) -> Calibration? {
    guard let forgotten = (current + history).first(where: { $0.id == id }) else { return nil }
    current.removeAll { $0.id == id }
    history.removeAll { $0.id == id }
    return forgotten
  }
}

extension Calibration {
  fileprivate func isReplaced(by other: Self) -> Bool {
    sensor == other.sensor && channel == other.channel && person == other.person
  }
}

extension CalibrationRecord: Codable {
  private enum CodingKeys: String, CodingKey {
    case version, current, history
  }

  /// Reads the object that ``encode(to:)`` writes; a missing history is an empty one.
  ///
  /// - Throws: `DecodingError` with the member that is wrong.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let version = try container.decode(Int.self, forKey: .version)
    guard version == Calibration.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version,
        in: container,
        debugDescription: "\(version) is not \(Calibration.version), the one that is known"
      )
    }
    current = try container.decode([Calibration].self, forKey: .current)
    history = try container.decodeIfPresent([Calibration].self, forKey: .history) ?? []
  }

  /// Writes the version and both lists.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Calibration.version, forKey: .version)
    try container.encode(current, forKey: .current)
    try container.encode(history, forKey: .history)
  }
}
