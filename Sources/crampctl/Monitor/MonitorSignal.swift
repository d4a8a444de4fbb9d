import Foundation

/// The newest of one channel as the socket tells it; members are named as in the protocol.
struct MonitorSignal: Decodable {
  let sensor: String
  let channel: String
  /// Seconds from the start of the stream.
  let streamSeconds: Double
  let state: String
  let fault: String?
  private let microvolts: Double?
  private let plainLevel: Double?
  private let restMicrovolts: Double?
  private let plainRest: Double?
  private let onMicrovolts: Double?
  private let plainOn: Double?
  private let offMicrovolts: Double?
  private let plainOff: Double?
  private let plainUnit: String?
  let hum: Double
  let motion: Double
  let medianFrequency: Double?
  /// How many there was no room for on this connection.
  let dropped: Int

  enum CodingKeys: String, CodingKey {
    case sensor, channel, state, fault, hum, motion, dropped
    case streamSeconds = "t"
    case microvolts = "rms_uv"
    case plainLevel = "rms"
    case restMicrovolts = "rest_uv"
    case plainRest = "rest"
    case onMicrovolts = "on_uv"
    case plainOn = "on"
    case offMicrovolts = "off_uv"
    case plainOff = "off"
    case plainUnit = "unit"
    case medianFrequency = "median_frequency_hz"
  }

  /// Reads the parameters of a notification; `nil` where they are none.
  init?(json: String) {
    guard let signal = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else {
      return nil
    }
    self = signal
  }

  /// The level, in ``unit``.
  var level: Double { microvolts ?? plainLevel ?? 0 }
  /// The resting level, in ``unit``.
  var rest: Double? { restMicrovolts ?? plainRest }
  /// The level at which a contraction begins to count, in ``unit``.
  var on: Double? { onMicrovolts ?? plainOn }
  /// The level at which it no longer counts, in ``unit``.
  var off: Double? { offMicrovolts ?? plainOff }
  /// The unit of the levels, for people.
  var unit: String { microvolts == nil ? plainUnit ?? "" : "µV" }

  /// What the column of a graph says of the muscle.
  var mark: EnvelopeHistory.Mark {
    if fault != nil { return .unjudged }
    switch state {
    case "quiet": return .rest
    case "cramping", "falling": return .cramp
    default: return .contraction
    }
  }
}
