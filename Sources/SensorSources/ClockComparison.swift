/// What happened to the system's clocks between two readings.
public struct ClockChange: Hashable, Sendable {
  /// By how much the civil time was set, forwards if above zero; `nil` if it was not.
  public var step: Duration?
  /// How long the machine was suspended; `nil` if it was not.
  public var suspension: Duration?
}

/// Tells a clock that was set from a machine that slept, and both from time that went by.
///
///     since the last reading       wall    boot    awake
///     time went by                  +1      +1      +1
///     the clock was set          +3601      +1      +1     step        = wall - boot
///     the machine was suspended  +3601   +3601      +1     suspension  = boot - awake
///     both                       +7201   +3601      +1
///
/// Whatever else happens between two readings, as a process that stands still for an hour, moves
/// all three alike and is neither.
public struct ClockComparison: Sendable {
  /// The least difference that counts.
  ///
  /// NTP slews by 500 ppm at most (RFC 5905, section 11.3), half a millisecond between readings a
  /// second apart, and steps where it is off by more than 128 ms. Half a second is far from both,
  /// and no leap second is missed.
  public static let least = Duration.milliseconds(500)

  private var last: ClockReading

  /// Begins with a first reading.
  public init(_ first: ClockReading) {
    last = first
  }

  /// Compares a reading with the one before.
  ///
  /// - Parameter reading: The next; a slow drift is taken in by each.
  /// - Returns: `nil` if time went by and nothing else.
  public mutating func advance(to reading: ClockReading) -> ClockChange? {
    let step = (reading.wall - reading.boot) - (last.wall - last.boot)
    let suspension = (reading.boot - reading.awake) - (last.boot - last.awake)
    last = reading
    let change = ClockChange(
      step: step.magnitude > Self.least ? step : nil,
      suspension: suspension > Self.least ? suspension : nil
    )
    return change.step == nil && change.suspension == nil ? nil : change
  }
}

extension Duration {
  fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}
