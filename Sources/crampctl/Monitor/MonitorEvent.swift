import CrampModel
import Foundation

/// One event as the monitor lists it: its words, cut to a length that bounds its memory.
struct MonitorEvent {
  /// No line of a terminal shows more.
  private static let longest = 300

  let id: String
  let time: Timestamp?
  /// The type, or the whole of an event that this version does not know.
  let type: String
  let subject: String
  let words: String
  let weight: EventText.Weight
  /// Whether it is not on disk yet.
  let isPending: Bool

  /// Puts an event that is known into words.
  init(_ event: CrampEvent, isPending: Bool) {
    id = event.id.description
    time = event.time
    type = event.type.rawValue
    subject = String((event.channel ?? event.sensor ?? "-").prefix(Self.longest))
    let text = EventText(event)
    words = String(text.numbers.prefix(Self.longest)) + (isPending ? "  (not on disk yet)" : "")
    weight = text.weight
    self.isPending = isPending
  }

  /// Shows an event of a later version as it is.
  init(unknown json: String, id: String, isPending: Bool) {
    self.id = id
    time = nil
    type = String(json.prefix(Self.longest))
    subject = ""
    words = ""
    weight = .plain
    self.isPending = isPending
  }
}
