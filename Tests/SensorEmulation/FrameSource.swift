public import SignalSimulation

/// The frames of a sensor: when each is due, what is in it, and which are left out.
///
/// The scenario begins with the first frame after the device was plugged in and runs on with the
/// time, whether the sensor streams or not.
public struct FrameSource: Sendable {
  /// One frame's time has come.
  public enum Frame: Hashable, Sendable {
    /// The feed shows its values.
    case present
    /// It is lost before it reaches the wire; a counter advances.
    case missing
  }

  /// Frames whose time came while the sensor streamed.
  public private(set) var produced = 0
  /// Frames among them that were left out.
  public private(set) var dropped = 0
  /// Frames that are still to be left out.
  public var toDrop = 0
  /// When frame 0 of the scenario was due, since the device was plugged in.
  public private(set) var origin: Duration?
  /// Frames per second.
  public private(set) var rate: Double
  /// The newest values.
  public private(set) var feed: SignalFeed
  /// Whether the sensor streams.
  public private(set) var isRunning = false

  /// The names of the scenario's channels.
  public var channelNames: [String] { scenario.channels.map(\.name) }

  private let scenario: Scenario
  private let seed: UInt64?
  private let frontEnd: FrontEnd
  private var index = 0

  /// Frames of a scenario, not yet running.
  ///
  /// - Parameters:
  ///   - scenario: What happens; its rate and front ends are replaced.
  ///   - seed: The random numbers; `nil` for the scenario's own.
  ///   - rate: Frames per second, above 0.
  ///   - frontEnd: The sensor's amplifier and converter.
  public init(scenario: Scenario, seed: UInt64?, rate: Double, frontEnd: FrontEnd) {
    precondition(rate > 0, "a sensor has a rate")
    self.scenario = scenario
    self.seed = seed
    self.rate = rate
    self.frontEnd = frontEnd
    feed = SignalFeed(scenario: scenario, seed: seed, rate: rate, frontEnd: frontEnd)
  }

  /// Starts, or starts again at another rate.
  ///
  /// - Parameters:
  ///   - time: When; the first frame is due one frame's time later.
  ///   - rate: Frames per second; `nil` for the rate as it was.
  public mutating func start(at time: Duration, rate: Double? = nil) {
    if let rate, rate > 0, rate != self.rate {
      self.rate = rate
      feed = SignalFeed(scenario: scenario, seed: seed, rate: rate, frontEnd: frontEnd)
      index = 0
    }
    isRunning = true
    guard let origin else {
      origin = time + .seconds(1 / self.rate)
      return
    }
    let passed = Int((((time - origin) / .seconds(1)) * self.rate).rounded(.down)) + 1
    while index < passed {
      _ = feed.advance()
      index += 1
    }
  }

  /// Stops.
  public mutating func stop() {
    isRunning = false
  }

  /// Takes the next frame that is due.
  ///
  /// - Parameter time: Since the device was plugged in.
  /// - Returns: `nil` if none is due.
  public mutating func next(by time: Duration) -> Frame? {
    guard isRunning, let origin, time >= origin + .seconds(Double(index) / rate) else {
      return nil
    }
    index += 1
    produced += 1
    let isThere = feed.advance()
    if toDrop > 0 {
      toDrop -= 1
    } else if isThere {
      return .present
    }
    dropped += 1
    return .missing
  }
}
