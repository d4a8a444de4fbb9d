import CrampModel
import Foundation

/// A directory that goes when its owner goes.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "crampd-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Removes everything in it.
  func clear() throws {
    for name in names { try FileManager.default.removeItem(atPath: path + "/" + name) }
  }

  var copy: String { path + "/journal.copy" }

  var journal: String { path + "/journal.sqlite" }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

extension TemporaryDirectory {
  /// Lets the copy lag behind: its first lines stay.
  func keepCopied(_ count: Int) throws {
    let url = URL(fileURLWithPath: copy)
    let lines = try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).prefix(count)
    try Data(lines.joined(separator: [UInt8(ascii: "\n")]) + [UInt8(ascii: "\n")]).write(to: url)
  }

  /// Damages the journal in a place without which SQLite reads all of it.
  func spoilHeader() throws {
    let url = URL(fileURLWithPath: journal)
    var bytes = try Data(contentsOf: url)
    bytes[80] = 1
    try bytes.write(to: url)
  }
}

/// Events with a number in them.
func events(_ numbers: ClosedRange<Int>, type: EventType = .spasm) -> [CrampEvent] {
  numbers.map { event($0, type: type) }
}

func event(
  _ number: Int,
  type: EventType = .spasm,
  channel: String? = "calf",
  sensor: String? = "synthetic:1",
  episode: UInt64? = nil
) -> CrampEvent {
  let time = Timestamp(microseconds: 1_795_229_481_000_000 + Int64(number) * 1_000_000)
  return CrampEvent(
    id: EventID(time: time, randomHigh: 0, randomLow: UInt64(number)),
    type: type,
    time: time,
    detected: time.advanced(bySeconds: 0.5),
    sensor: sensor,
    channel: channel,
    modality: .emg,
    episode: episode.map { EventID(high: 0x7000, low: 0x8000_0000_0000_0000 | $0) },
    details: [EventDetail(.duration, .number(Double(number) / 8))]
  )
}
