public import SignalSimulation

/// How a sensor is to be: `key=value` words.
public struct SensorSettings: Hashable, Sendable {
  private static let commonKeys = ["serial", "scenario", "seed", "driver", "fifo", "kind"]

  private let family: SensorFamily
  private let values: [String: String]
  /// What its electrodes see.
  public let scenario: Scenario

  /// Reads settings.
  ///
  /// - Parameters:
  ///   - family: For which sensor.
  ///   - values: The settings; what is not there is as usual.
  /// - Throws: ``EmulationError`` if a key or the scenario is not known.
  public init(family: SensorFamily, values: [String: String]) throws(EmulationError) {
    self.family = family
    self.values = values
    let keys = Self.commonKeys + family.ownKeys
    for key in values.keys.sorted() where !keys.contains(key) { throw .key(key) }
    let name = values["scenario"] ?? "short-cramp"
    let separator = name.contains("?") ? "&" : "?"
    do {
      scenario = try Scenario(
        specification: "\(name)\(separator)channels=\(family.channelCount)"
      )
    } catch {
      throw .value(name, key: "scenario", expected: "a scenario: \(error)")
    }
  }

  /// A text.
  func text(_ key: String) -> String? { values[key] }

  /// One of some words.
  func choice(_ key: String, of words: [String]) throws(EmulationError) -> String {
    let value = values[key] ?? words[0]
    guard words.contains(value) else {
      throw .value(value, key: key, expected: "one of \(words.joined(separator: ", "))")
    }
    return value
  }

  /// A number above 0.
  func number(_ key: String, usual: Double) throws(EmulationError) -> Double {
    guard let text = values[key] else { return usual }
    guard let number = Double(text), number.isFinite, number >= 1, number <= 10_000_000 else {
      throw .value(text, key: key, expected: "a number in 1...10000000")
    }
    return number
  }

  /// The random numbers.
  func seed() throws(EmulationError) -> UInt64? {
    guard let text = values["seed"] else { return nil }
    guard let seed = UInt64(text) else {
      throw .value(text, key: "seed", expected: "a whole number from 0")
    }
    return seed
  }

  /// The bridge.
  func bridge() throws(EmulationError) -> BridgeKind {
    let words = family.bridges.map(\.rawValue)
    let word = try choice("bridge", of: words)
    return BridgeKind(rawValue: word) ?? .cdc
  }

  /// How the descriptors lie, if they do.
  func hostility() throws(EmulationError) -> Hostility? {
    guard let text = values["kind"] else { return nil }
    guard let hostility = Hostility(rawValue: text) else {
      let kinds = Hostility.allCases.map(\.rawValue).joined(separator: ", ")
      throw .value(text, key: "kind", expected: "one of \(kinds)")
    }
    return hostility
  }
}
