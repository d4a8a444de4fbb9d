import CrampModel
import EventStream
import Foundation

/// What is asked of the daemon for a calibration, one request after the other.
struct CalibrationTalk {
  /// What is asked; members are named as in the protocol.
  struct Request: Encodable {
    let phase: String
    var seconds: Double?
    var sensor: String?
    var channel: String?
    var person: String?
  }

  /// What is answered; members are named as in the protocol.
  struct Answer: Decodable {
    let unit: String?
    let rest: Double?
    let level: Double?
    let calibration: Calibration?

    enum CodingKeys: String, CodingKey {
      case unit, calibration
      case rest = "rest_rms"
      case level = "level_rms"
    }
  }

  /// What the daemon refuses because of what it measured, see the protocol's schema.
  struct Refusal: Error {
    let message: String
  }

  private static let calibrationFailed = -32_006
  /// The daemon tells of itself every 15 s; one that is silent about a phase for so many is lost.
  private static let patience = 4.0
  private static let heartbeat = 15.0

  private let client: EventClient
  private var messages: EventMessages.Iterator
  private var last: Int64 = 0

  init(_ client: EventClient) {
    self.client = client
    messages = client.messages.makeAsyncIterator()
  }

  /// Asks, and waits as long as a phase lasts.
  ///
  /// - Parameter request: The request.
  /// - Returns: The answer.
  /// - Throws: ``Refusal`` if what was measured is of no use, ``Failure`` for all else.
  mutating func ask(_ request: Request) async throws -> Answer {
    last += 1
    let params = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    try await client.send("calibrate", params: params, id: last)
    let patience = Self.patience + (request.seconds ?? 0) / Self.heartbeat
    var heartbeats = 0.0
    while let message = try await messages.next() {
      switch message {
      case .response(id: last, let result):
        return try JSONDecoder().decode(Answer.self, from: Data(result.utf8))
      case .failure(id: _, code: Self.calibrationFailed, let message, data: _):
        throw Refusal(message: String(message.trimmingPrefix("calibrate: ")))
      case .failure(id: _, code: _, let message, data: _): throw Failure(message)
      case .heartbeat:
        heartbeats += 1
        guard heartbeats < patience else {
          throw Failure("calibrate: no answer; does the sensor give samples? See `crampctl status`")
        }
      default: break
      }
    }
    throw Failure("calibrate: the daemon closed the connection; try again")
  }
}
