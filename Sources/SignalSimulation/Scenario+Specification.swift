import CrampModel

extension Scenario {
  /// The scenario of `NAME[?seed=N&rate=HZ&channels=N&duration=S]`; no name means ``standard``.
  ///
  /// The names of ``DrawnKind`` take `subject=N` and `setup=NAME` too, which decide all the rest.
  /// A longer duration repeats what happens; channels beyond those of the scenario see what its own
  /// channels see, a little later and weaker.
  ///
  /// - Parameter specification: The name and settings, such as `walking-is-not-a-cramp?seed=2`.
  /// - Throws: ``ScenarioError`` if the name, a key or a value is not known.
  public init(specification: String) throws(ScenarioError) {
    let parts = specification.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? ""
    let kind = DrawnKind(rawValue: name)
    guard let found = kind.map({ .drawn($0, setup: $0.usualSetup, subject: 1) }) ?? Self.named(name)
    else { throw .name(name, known: Self.all.map(\.name) + DrawnKind.allCases.map(\.rawValue)) }
    self = found
    guard parts.count > 1 else { return }
    let known = kind == nil ? Self.keys : Self.keys + Self.drawnKeys
    let pairs = try Self.settings(String(parts[1]), known: known)
    if let kind { self = try Self.drawn(kind, pairs) }
    for pair in pairs where !Self.drawnKeys.contains(pair.key) {
      try apply(key: pair.key, value: pair.value)
    }
  }

  private static func settings(
    _ text: String,
    known: [String]
  ) throws(ScenarioError) -> [(key: String, value: String)] {
    var pairs: [(key: String, value: String)] = []
    for setting in text.split(separator: "&", omittingEmptySubsequences: false) {
      let pair = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = pair.first.map(String.init) ?? ""
      guard pair.count == 2 else { throw .key(String(setting), known: known) }
      guard known.contains(key) else { throw .key(key, known: known) }
      guard !pairs.contains(where: { $0.key == key }) else { throw .repeated(key: key) }
      pairs.append((key, String(pair[1])))
    }
    return pairs
  }

  private static func drawn(
    _ kind: DrawnKind,
    _ pairs: [(key: String, value: String)]
  ) throws(ScenarioError) -> Self {
    var subject: UInt64 = 1
    var setup = kind.usualSetup
    for pair in pairs where pair.key == "subject" {
      guard let number = UInt64(pair.value) else {
        throw .value(pair.value, key: pair.key, expected: "a whole number from 0")
      }
      subject = number
    }
    for pair in pairs where pair.key == "setup" {
      guard let known = kind.setups.first(where: { $0.rawValue == pair.value }) else {
        let names = kind.setups.map(\.rawValue).joined(separator: ", ")
        throw .value(pair.value, key: pair.key, expected: "one of \(names)")
      }
      setup = known
    }
    return drawn(kind, setup: setup, subject: subject)
  }

  private static let keys = ["seed", "rate", "channels", "duration"]
  private static let drawnKeys = ["subject", "setup"]

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
      let isSlow = channels.contains { $0.mechanics != nil }
      let range = isSlow ? 10...1_000 : 125...44_100.0
      rate = Hertz(try Self.number(value, key: key, in: range, of: "hertz"))
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
