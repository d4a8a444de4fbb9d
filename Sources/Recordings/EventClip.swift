import CrampModel

/// The samples around one event, ready to be written.
public struct EventClip: Sendable {
  /// The name of its file.
  public let name: String
  /// How many samples it holds, over all channels.
  public var sampleCount: Int { block.channels.reduce(0) { $0 + $1.count } }

  let kind: EDFWriter.Kind
  /// The clip's channels; its start is the time of its first sample.
  let stream: StreamDescription
  let block: SampleBlock
  /// The events of its span.
  let labels: [Label]
}

/// The name of a clip's file, which the event alone gives.
///
///     20261121T025121.123456Z-cramp.onset-left-calf-019aa3f2-7c1e-7b5d-9d0e-2f6f1f0f8a11.edf
///
/// The event's time, type, channel and id. Of a channel's name letters, digits, dots and hyphens
/// stay, 100 of them at most.
enum ClipName {
  /// The types of event that have a clip.
  static let types: [EventType] = [.crampOnset, .crampRelease]
  /// What stands before the name of a file that is not complete.
  static let unfinished = ".unfinished-"

  static func of(_ event: CrampEvent, kind: EDFWriter.Kind) -> String {
    let channel = RecordingFolder.safe(event.channel ?? "all", filler: "channel")
    let words = [stamp(event.time), event.type.rawValue, channel, event.id.description]
    return words.joined(separator: "-") + kind.ending
  }

  /// Whether a file is named like a clip.
  static func matches(_ name: some StringProtocol) -> Bool {
    let name = String(name)
    guard let kind = EDFWriter.Kind(path: name), name.hasSuffix(kind.ending) else { return false }
    let rest = name.dropLast(kind.ending.count)
    let head = rest.dropLast(37)
    return rest.suffix(37).first == "-" && EventID(String(rest.suffix(36))) != nil
      && shape(head.prefix(23)) == "00000000T000000.000000Z"
      && types.contains { head.dropFirst(23).hasPrefix("-\($0.rawValue)-") }
  }

  private static func stamp(_ time: Timestamp) -> String {
    time.description.filter { $0 != "-" && $0 != ":" }
  }

  private static func shape(_ text: Substring) -> String {
    String(text.map { ("0"..."9").contains($0) ? "0" : $0 })
  }
}
