import CrampModel

extension Scenario {
  /// The scenario of `NAME[?seed=N&rate=HZ&channels=N&duration=S]`; no name means ``standard``.
  ///
  /// A longer duration repeats what happens; channels beyond those of the scenario see what its own
  /// channels see, a little later and weaker.
  ///
  /// - Parameter specification: The name and settings, such as `walking-is-not-a-cramp?seed=2`.
  /// - Throws: ``ScenarioError`` if the name, a key or a value is not known.
  public init(specification: String) throws(ScenarioError) {
    let parts = specification.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? ""
    guard let found = Self.named(name) else {
      throw .name(name, known: Self.all.map(\.name))
    }
    self = found
    guard parts.count > 1 else { return }
    var seen: Set<String> = []
    for setting in parts[1].split(separator: "&", omittingEmptySubsequences: false) {
      let pair = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = pair.first.map(String.init) ?? ""
      guard pair.count == 2 else { throw .key(String(setting), known: Self.keys) }
      guard seen.insert(key).inserted else { throw .repeated(key: key) }
      try apply(key: key, value: String(pair[1]))
    }
  }

  private static let keys = ["seed", "rate", "channels", "duration"]

  private static func named(_ name: String) -> Self? {
    name.isEmpty ? standard : all.first { $0.name == name }
  }

  private mutating func apply(key: String, value: String) throws(ScenarioError) {
    switch key {
    case "seed":
      guard let seed = UInt64(value) else {
        throw .value(value, key: key, expected: "a whole number from 0")
      }
      self.seed = seed
    case "rate":
      rate = Hertz(try Self.number(value, key: key, in: 125...44_100, of: "hertz"))
    case "channels":
      guard let count = Int(value), (1...64).contains(count) else {
        throw .value(value, key: key, expected: "a whole number in 1...64")
      }
      setChannelCount(count)
    case "duration":
      setDuration(try Self.number(value, key: key, in: 1...604_800, of: "seconds"))
    default:
      throw .key(key, known: Self.keys)
    }
  }

  private static func number(
    _ text: String,
    key: String,
    in range: ClosedRange<Double>,
    of unit: String
  ) throws(ScenarioError) -> Double {
    guard let number = Double(text), range.contains(number) else {
      let limits = "\(Int(range.lowerBound))...\(Int(range.upperBound))"
      throw .value(text, key: key, expected: "a number of \(unit) in \(limits)")
    }
    return number
  }
}
