internal import CrampModel
public import Recordings
public import SignalSimulation

/// A sensor that discovery would not find, as a person names it.
///
///     synthetic[:SCENARIO[?seed=N&rate=HZ&channels=N&duration=S&speed=N|max]]   now, or at a speed
///     replay:FILE[?speed=N|max&loop=1&rate=HZ&unit=U]
///     capture:FILE[?speed=N|max&driver=D&serial=S]
public enum SensorSpecification: Hashable, Sendable {
  /// A simulated scenario, at a pace and in its own time; without one as it happens now.
  case synthetic(Scenario, Pace?)
  /// A recording.
  case replay(path: String, options: ReadingOptions, pace: Pace, loops: Bool)

  /// A USB capture.
  case capture(path: String, options: CaptureReplay.Options, pace: Pace)

  /// Reads a specification.
  ///
  /// - Parameter text: One of the three forms.
  /// - Throws: ``SensorSpecificationError`` if it is none.
  public init(_ text: String) throws(SensorSpecificationError) {
    let (kind, rest) = Self.split(text, at: ":")
    switch kind {
    case "synthetic": self = try Self.synthetic(rest, text)
    case "replay": self = try Self.replay(rest, text)
    case "capture": self = try Self.capture(rest, text)
    default:
      throw SensorSpecificationError(text, "begin it with synthetic, replay:FILE or capture:FILE")
    }
  }

  /// Opens the source.
  ///
  /// - Returns: A source at its first sample.
  /// - Throws: ``RecordingError`` if a file cannot be read, ``CaptureError`` if it has no sensor.
  public func open() throws -> any SampleSource {
    switch self {
    case .synthetic(let scenario, let pace):
      SimulationSource(
        scenario: pace == nil ? scenario.startingNow : scenario,
        pace: pace ?? .speed(1)
      )
    case .replay(let path, let options, let pace, let loops):
      try RecordingSource(path: path, options: options, pace: pace, loops: loops)
    case .capture(let path, let options, let pace):
      try CaptureSource(path: path, options: options, pace: pace)
    }
  }

  private static func synthetic(
    _ rest: String,
    _ text: String
  ) throws(SensorSpecificationError) -> Self {
    let (name, query) = split(rest, at: "?")
    var pace: Pace?
    var kept: [Substring] = []
    for part in query.split(separator: "&") {
      let (key, value) = split(String(part), at: "=")
      if key == "speed" {
        pace = try speed(value, text)
      } else {
        kept.append(part)
      }
    }
    do {
      guard !name.isEmpty || !kept.isEmpty else { return .synthetic(.standard, pace) }
      let scenarioName = name.isEmpty ? Scenario.standard.name : name
      let question = kept.isEmpty ? "" : "?"
      let specification = scenarioName + question + kept.joined(separator: "&")
      return .synthetic(try Scenario(specification: specification), pace)
    } catch {
      throw SensorSpecificationError(text, error.description)
    }
  }

  private static func replay(
    _ rest: String,
    _ text: String
  ) throws(SensorSpecificationError) -> Self {
    let (path, query) = split(rest, at: "?")
    guard !path.isEmpty else { throw SensorSpecificationError(text, "name a file: replay:FILE") }
    var options = ReadingOptions()
    var pace = Pace.speed(1)
    var loops = false
    for part in query.split(separator: "&") {
      let (key, value) = split(String(part), at: "=")
      switch key {
      case "speed": pace = try speed(value, text)
      case "loop" where value == "1" || value == "0": loops = value == "1"
      case "rate":
        guard let rate = Double(value), rate > 0, rate.isFinite else {
          throw SensorSpecificationError(text, "rate=\(value) is no rate in hertz")
        }
        options.rate = Hertz(rate)
      case "unit":
        guard let unit = SignalUnit(spelling: value) else {
          throw SensorSpecificationError(text, "unit=\(value) is none of uV, mV, V, counts")
        }
        options.unit = unit
      default:
        let keys = "speed=N|max, loop=1, rate=HZ, unit=U"
        throw SensorSpecificationError(text, "\(part) is none of \(keys)")
      }
    }
    return .replay(path: path, options: options, pace: pace, loops: loops)
  }

  private static func capture(
    _ rest: String,
    _ text: String
  ) throws(SensorSpecificationError) -> Self {
    let (path, query) = split(rest, at: "?")
    guard !path.isEmpty else { throw SensorSpecificationError(text, "name a file: capture:FILE") }
    var options = CaptureReplay.Options()
    var pace = Pace.speed(1)
    for part in query.split(separator: "&") {
      let (key, value) = split(String(part), at: "=")
      switch key {
      case "speed": pace = try speed(value, text)
      case "serial": options.serial = value
      case "driver":
        guard let family = SensorFamily(rawValue: value) else {
          let names = SensorFamily.allCases.map(\.rawValue).joined(separator: ", ")
          throw SensorSpecificationError(text, "driver=\(value) is none of \(names)")
        }
        options.driver = family
      default:
        let keys = "speed=N|max, driver=D, serial=S"
        throw SensorSpecificationError(text, "\(part) is none of \(keys)")
      }
    }
    return .capture(path: path, options: options, pace: pace)
  }

  private static func speed(
    _ value: String,
    _ text: String
  ) throws(SensorSpecificationError) -> Pace {
    guard let pace = Pace(value) else {
      throw SensorSpecificationError(text, "speed=\(value) is neither max nor a number above 0")
    }
    return pace
  }

  /// What stands before and after the first `separator`.
  private static func split(_ text: String, at separator: Character) -> (String, String) {
    guard let index = text.firstIndex(of: separator) else { return (text, "") }
    return (String(text[..<index]), String(text[text.index(after: index)...]))
  }
}

extension Scenario {
  /// The same, from the present time on.
  fileprivate var startingNow: Self {
    var scenario = self
    scenario.start = SystemTime.now
    return scenario
  }
}

/// A sensor specification that cannot be understood.
public struct SensorSpecificationError: Error, Hashable, CustomStringConvertible {
  /// What was written.
  public let text: String
  /// What is wrong with it.
  public let cause: String

  init(_ text: String, _ cause: String) {
    self.text = text
    self.cause = cause
  }

  /// One line: the specification, then the cause.
  public var description: String { "sensor \"\(text)\": \(cause)" }
}
