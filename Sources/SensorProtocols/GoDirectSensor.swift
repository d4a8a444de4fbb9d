/// What a Go Direct device says of one of its sensors.
///
///     byte   0        2    6      7      8             68     100           108   116
///            number   id   type   mode   description   unit   uncertainty   min   max
///
///            124          128          136              140           144
///            min period   max period   typical period   granularity   excluded sensors
///
/// Periods are in microseconds. Source: VernierST/godirect-py, device.py.
public struct GoDirectSensor: Hashable, Sendable {
  /// The sensor's number, as its bit in a mask.
  public var number: UInt8
  /// The vendor's number of the kind of sensor.
  public var id: UInt32
  /// What it measures.
  public var description: String
  /// The unit of its values.
  public var unit: String
  /// The lowest value.
  public var lowest: Double
  /// The highest value.
  public var highest: Double
  /// How exact the values are.
  public var uncertainty: Double
  /// The shortest period between values.
  public var leastPeriod: UInt32
  /// The longest period between values.
  public var mostPeriod: UInt64
  /// The usual period between values.
  public var typicalPeriod: UInt32
  /// Of what a period must be a multiple.
  public var granularity: UInt32
  /// Sensors that cannot run beside it.
  public var excluded: UInt32

  /// A sensor.
  public init(
    number: UInt8,
    id: UInt32 = 0,
    description: String,
    unit: String,
    uncertainty: Double = 0,
    range: ClosedRange<Double> = 0...0,
    leastPeriod: UInt32 = 10_000,
    mostPeriod: UInt64 = 3_600_000_000,
    typicalPeriod: UInt32 = 10_000,
    granularity: UInt32 = 1_000,
    excluded: UInt32 = 0
  ) {
    self.number = number
    self.id = id
    self.description = description
    self.unit = unit
    self.uncertainty = uncertainty
    lowest = range.lowerBound
    highest = range.upperBound
    self.leastPeriod = leastPeriod
    self.mostPeriod = mostPeriod
    self.typicalPeriod = typicalPeriod
    self.granularity = granularity
    self.excluded = excluded
  }

  /// Reads the payload of an answer; what is missing counts as 0.
  public init(payload: Span<UInt8>) {
    number = payload.byte(at: 0)
    id = payload.littleUInt32(at: 2)
    description = payload.text(in: 8..<68)
    unit = payload.text(in: 68..<100)
    uncertainty = Double(bitPattern: payload.littleUInt64(at: 100))
    lowest = Double(bitPattern: payload.littleUInt64(at: 108))
    highest = Double(bitPattern: payload.littleUInt64(at: 116))
    leastPeriod = payload.littleUInt32(at: 124)
    mostPeriod = payload.littleUInt64(at: 128)
    typicalPeriod = payload.littleUInt32(at: 136)
    granularity = payload.littleUInt32(at: 140)
    excluded = payload.littleUInt32(at: 144)
  }

  /// The payload of an answer, of a sensor that measures periodically in real numbers.
  public var payload: [UInt8] {
    let head = [number, 0] + id.littleEndianBytes + [0, 0]
    let range = [uncertainty, lowest, highest].flatMap(\.bitPattern.littleEndianBytes)
    let periods = leastPeriod.littleEndianBytes + mostPeriod.littleEndianBytes
    return head + field(description, 60) + field(unit, 32) + range + periods
      + typicalPeriod.littleEndianBytes + granularity.littleEndianBytes
      + excluded.littleEndianBytes
  }
}
