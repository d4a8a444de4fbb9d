public import CrampModel

/// Tones by the clock of the marks that ended their spans.
///
/// A recording or a simulation that is played has times of its own, and so have its spans. A mark ends
/// a span of each channel, which is told after it: the difference of the two is that of the clocks.
public enum SampleTimes: Sendable {
  /// The `tone` events with their times moved to the clock of the markers.
  ///
  /// - Parameter events: Markers and tones, by seq.
  /// - Returns: The tones; those of a channel that no mark has ended stay as they are.
  public static func moved(_ events: [CrampEvent]) -> [CrampEvent] {
    var differences: [String: [Double]] = [:]
    var mark: Timestamp?
    for event in events {
      if event.type == .marker { mark = event.time }
      guard event.type == .tone, event[.reason] == .text("mark"), let mark else { continue }
      differences[event.place, default: []].append(mark.seconds(since: event.detected))
    }
    let offsets = differences.compactMapValues { $0.sorted()[$0.count / 2] }
    return events.filter { $0.type == .tone }.map { event in
      var event = event
      let offset = offsets[event.place] ?? 0
      event.time = event.time.advanced(bySeconds: offset)
      event.detected = event.detected.advanced(bySeconds: offset)
      return event
    }
  }
}

extension CrampEvent {
  fileprivate var place: String { "\(sensor ?? "")\n\(channel ?? "")" }
}
