import CrampModel

/// Which sensors of a Go Direct device are used, and how often they measure.
///
/// The vendor's own programs measure every 10 ms at most, which is too slow for raw EMG: then the
/// sensor's rectified EMG is the better one.
struct GoDirectChoice: Hashable, Sendable {
  private enum Kind: Int, Sendable, CaseIterable {
    case emg
    case rectified
    case force
    case pressure
  }

  /// The period that the vendor's own programs go down to, in microseconds.
  private static let usualPeriod: UInt32 = 10_000
  private static let longestPeriod: UInt32 = 10_000_000

  /// The sensors in ascending order of their numbers.
  let sensors: [GoDirectSensor]
  /// The period of all of them, in microseconds.
  let period: UInt32

  /// Frames per second.
  var rate: Hertz { Hertz(1e6 / Double(period)) }
  /// The sensors' bits.
  var mask: UInt32 { sensors.reduce(0) { $0 | 1 << UInt32($1.number & 31) } }

  /// Chooses among what a device has.
  ///
  /// - Parameters:
  ///   - available: Sensors with numbers below 32.
  ///   - settings: What a person says; channels that it names are the ones to use.
  /// - Throws: ``DialogueError`` if nothing fits.
  init(_ available: [GoDirectSensor], settings: DriverSettings) throws(DialogueError) {
    let named = settings.channels.keys.sorted()
    sensors =
      try named.isEmpty
      ? Self.best(of: available, settings: settings) : Self.named(named, of: available)
    period = Self.period(of: sensors, settings: settings)
    guard period <= Self.longestPeriod else {
      throw .unsupported(what: "a sensor that measures every \(period / 1_000_000) s")
    }
  }

  /// The channels with their scales.
  func scales(settings: DriverSettings) throws(DialogueError) -> [ChannelScale] {
    var scales: [ChannelScale] = []
    var labels: Set<String> = []
    for sensor in sensors {
      var label = sensor.description.isEmpty ? "sensor" : sensor.description
      if !labels.insert(label).inserted || sensor.description.isEmpty {
        label += " \(sensor.number)"
      }
      let unit = SignalUnit(spelling: sensor.unit) ?? .arbitrary
      let numbers = ChannelScale.Numbers(
        label: label,
        unit: unit,
        modality: unit.microvolts == nil || sensor.isRectified ? .envelope : .emg,
        range: sensor.range
      )
      let number = Int(sensor.number)
      let scale = try ChannelScale(numbers, channel: number, settings: settings, rate: rate)
      scales.append(scale)
    }
    return scales
  }

  private static func named(
    _ numbers: [Int],
    of available: [GoDirectSensor]
  ) throws(DialogueError) -> [GoDirectSensor] {
    var sensors: [GoDirectSensor] = []
    for number in numbers {
      guard let sensor = available.first(where: { Int($0.number) == number }) else {
        let numbers = available.map { String($0.number) }.joined(separator: ", ")
        throw .settings(cause: "no sensor \(number); there are \(numbers)")
      }
      guard sensors.allSatisfy({ !$0.excludes(sensor) }) else {
        throw .settings(cause: "sensor \(number) cannot run beside the others")
      }
      sensors.append(sensor)
    }
    return sensors
  }

  private static func best(
    of available: [GoDirectSensor],
    settings: DriverSettings
  ) throws(DialogueError) -> [GoDirectSensor] {
    var found: [GoDirectSensor] = []
    for kind in Kind.allCases where found.isEmpty {
      for sensor in available where self.kind(of: sensor) == kind {
        if found.allSatisfy({ !$0.excludes(sensor) }) { found.append(sensor) }
      }
      let rate = Hertz(1e6 / Double(period(of: found, settings: settings)))
      let hasRectified = available.contains { self.kind(of: $0) == .rectified }
      if kind == .emg, rate < .lowestForEMG, hasRectified { found = [] }
    }
    guard !found.isEmpty else {
      throw .unsupported(what: "a device without EMG, force or pressure")
    }
    return found
  }

  private static func kind(of sensor: GoDirectSensor) -> Kind? {
    let unit = SignalUnit(spelling: sensor.unit)
    if unit == .newton { return .force }
    if unit == .kilopascal { return .pressure }
    guard unit?.microvolts != nil, sensor.description.lowercased().contains("emg") else {
      return nil
    }
    return sensor.isRectified ? .rectified : .emg
  }

  private static func period(of sensors: [GoDirectSensor], settings: DriverSettings) -> UInt32 {
    let wanted = settings.rate.flatMap { rate in
      rate.value > 0 ? UInt32(min(1e6 / rate.value, 4e9)) : nil
    }
    let least = sensors.map(\.leastPeriod).max() ?? 0
    let step = UInt64(max(1, sensors.map(\.granularity).max() ?? 1))
    let period = UInt64(max(wanted ?? usualPeriod, least, 1))
    return UInt32(clamping: (period + step - 1) / step * step)
  }
}

extension GoDirectSensor {
  fileprivate var isRectified: Bool { description.lowercased().contains("rect") }

  fileprivate var range: ClosedRange<Double>? {
    lowest.isFinite && highest.isFinite && lowest < highest ? lowest...highest : nil
  }

  fileprivate func excludes(_ other: Self) -> Bool {
    excluded & 1 << UInt32(other.number & 31) != 0 || other.excluded & 1 << UInt32(number & 31) != 0
  }
}
