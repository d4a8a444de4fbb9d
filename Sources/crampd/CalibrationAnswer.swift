import CrampDetection
import CrampModel
import DetectorSettings
import Foundation

/// An answer about a calibration; members are named as in the protocol.
struct CalibrationAnswer: Encodable {
  let phase: String
  let sensor: String
  let channel: String
  var unit: String?
  var rest: Double?
  var restSpread: Double?
  var restMedianFrequency: Double?
  var number: Int?
  var level: Double?
  var maximum: Double?
  var contrast: Double?
  var calibration: Calibration?
  var seq: Int64?

  enum CodingKeys: String, CodingKey {
    case phase, sensor, channel, unit, calibration, seq
    case rest = "rest_rms"
    case restSpread = "rest_spread"
    case restMedianFrequency = "rest_median_frequency_hz"
    case number = "try"
    case level = "level_rms"
    case maximum = "maximum_rms"
    case contrast = "contrast_db"
  }

  /// An answer about a channel of a stream.
  init(_ stream: StreamDescription, channel: Int, phase: String) {
    self.phase = phase
    sensor = stream.sensor
    self.channel = stream.channels[channel].name
  }

  /// What a phase measured, and the best so far.
  init(
    _ stream: StreamDescription,
    channel: Int,
    reading: CalibrationReading,
    draft: CalibrationDraft
  ) {
    switch reading {
    case .rest(let reading):
      self.init(stream, channel: channel, phase: CalibrationPhase.rest.rawValue)
      rest = reading.level
      restSpread = reading.spread
      restMedianFrequency = reading.medianFrequency
    case .maximum(let level):
      self.init(stream, channel: channel, phase: CalibrationPhase.maximum.rawValue)
      self.level = level
      maximum = draft.maximum
      number = draft.tries
      contrast = draft.contrast.map { 20 * log10($0) }
    }
    unit = stream.channels[channel].unit.rawValue
  }

  var json: String { Self.text(self) }

  /// All calibrations, without what is only of use in the file.
  static func json(_ record: CalibrationRecord) -> String {
    text(["current": record.current, "history": record.history])
  }

  /// Encoding finite numbers and strings cannot fail.
  private static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
