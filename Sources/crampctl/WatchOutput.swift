import CrampModel
import Foundation

/// What `crampctl watch` prints.
struct WatchOutput {
  let format: WatchCommand.Format
  /// Whether events that are not on disk yet are wanted as ndjson too.
  let showsPending: Bool
  /// Whether what is going on at the start is wanted.
  let showsOpen: Bool
  let isColoured: Bool
  private var pending = PendingEvents()

  init(format: WatchCommand.Format, showsPending: Bool, showsOpen: Bool, isColoured: Bool) {
    self.format = format
    self.showsPending = showsPending
    self.showsOpen = showsOpen
    self.isColoured = isColoured
  }

  /// The text for an item with its line feeds; `nil` where there is none.
  mutating func text(_ item: Follower.Item) throws -> String? {
    switch item {
    case .open(let json): return format == .text && showsOpen ? try open(json) : nil
    case .event(let seq, let json): return event(seq, json) + "\n"
    case .pending(let id, let json):
      guard format == .text || showsPending, pending.show(id) else { return nil }
      return (format == .text ? line(json) + "  (not on disk yet)" : json) + "\n"
    }
  }

  private func event(_ seq: Int64, _ json: String) -> String {
    guard format == .text else { return json }
    guard let event = Self.event(json), pending.contains(event.id.description) else {
      return line(json)
    }
    let subject = TextTable.plain(event.channel ?? event.sensor ?? "-")
    return "\(LocalTime.dateAndTime(event.time))  \(event.type.rawValue) on \(subject) "
      + "is on disk now, as event \(seq)"
  }

  private func line(_ json: String) -> String {
    // A later daemon may have types that this version does not know; they are shown as they are.
    guard let event = Self.event(json) else { return TextTable.plain(json) }
    return EventText(event).line(isColoured: isColoured)
  }

  private static func event(_ json: String) -> CrampEvent? {
    try? JSONDecoder().decode(CrampEvent.self, from: Data(json.utf8))
  }

  /// What is going on already.
  private func open(_ snapshot: String) throws -> String {
    try JSONDecoder().decode(OpenEpisodes.self, from: Data(snapshot.utf8)).episodes
      .map { event in
        let since = LocalTime.dateAndTime(event.time)
        return "open since \(since): cramp on \(TextTable.plain(event.channel ?? "?"))\n"
      }
      .joined()
  }
}

private struct OpenEpisodes: Decodable {
  let episodes: [CrampEvent]
}
