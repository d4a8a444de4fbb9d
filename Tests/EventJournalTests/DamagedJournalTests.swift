import CrampModel
import Foundation
import Testing

@testable import EventJournal

/// A small journal of which any one byte is wrong, or which ends at any one byte.
@Suite struct DamagedJournalTests {
  /// Where a journal was when its files were taken.
  enum Ending: String, CaseIterable, Sendable {
    case closed
    case crashed
  }

  enum Damage: String, CaseIterable, Sendable {
    case cut
    case flipped
  }

  /// All offsets if asked for, else so many of each file.
  private static let isExhaustive =
    ProcessInfo.processInfo.environment["CRAMPD_EXHAUSTIVE"] == "1"
  private static let sample = 40
  private static let told = 12

  @Test(arguments: Ending.allCases, Damage.allCases)
  func `no byte of it costs an event or a start`(ending: Ending, damage: Damage) async throws {
    let original = try await files(ending)
    let told = (1...Self.told).map { original.line($0) }
    let directory = try TemporaryDirectory()
    var random = SplitMix64(seed: 11)
    var tried = 0
    for name in original.files.keys.sorted() {
      let size = original.files[name]?.count ?? 0
      for offset in offsets(size, &random) {
        let value = UInt8.random(in: 1 ... .max, using: &random)
        try directory.clear()
        for (other, bytes) in original.files {
          var bytes = bytes
          if other == name {
            if damage == .cut { bytes = bytes.prefix(offset) } else { bytes[offset] ^= value }
          }
          try bytes.write(to: URL(fileURLWithPath: directory.path + "/" + other))
        }
        let place = "\(ending), \(name) \(damage) at \(offset) with \(value)"
        await check(directory, told, place)
        tried += 1
      }
    }
    if Self.isExhaustive { print("\(ending) \(damage): \(tried) places") }
  }

  private func check(_ directory: TemporaryDirectory, _ told: [String], _ place: String) async {
    do {
      let journal = try EventJournal(path: directory.journal)
      var lines = try journal.reader.lines(after: 0, limit: 1_000)
      // A new file tells of the damaged one.
      let isReplaced = lines.last?.isRecovery == true
      if isReplaced { lines.removeLast() }
      #expect(lines.map(\.json) == told, "\(place)")
      let columns = lines.map { [$0.type, $0.sensor ?? "", $0.channel ?? ""] }
      #expect(columns.allSatisfy { $0 == ["spasm", "synthetic:1", "calf"] }, "\(place)")
      let next: Int64 = isReplaced ? 14 : 13
      #expect(try await journal.append(events(99...99)).map(\.seq) == [next], "\(place)")
      try await journal.close()
    } catch {
      Issue.record("\(place): \(error)")
    }
  }

  private func offsets(_ size: Int, _ random: inout SplitMix64) -> [Int] {
    if Self.isExhaustive { return Array(0..<size) }
    return (0..<min(size, Self.sample)).map { _ in Int.random(in: 0..<size, using: &random) }
  }

  private struct Original {
    var files: [String: Data] = [:]

    func line(_ number: Int) -> String {
      var event = event(number)
      event.seq = Int64(number)
      return event.json()
    }
  }

  private func files(_ ending: Ending) async throws -> Original {
    let directory = try TemporaryDirectory()
    try await EventJournal(path: directory.journal).close()
    let journal = try EventJournal(path: directory.journal)
    _ = try await journal.append(events(1...8))
    _ = try await journal.append(events(9...12))
    if ending == .closed { try await journal.close() }
    var original = Original()
    for name in directory.names where !name.hasSuffix("-shm") {
      original.files[name] = try Data(contentsOf: URL(fileURLWithPath: directory.path + "/" + name))
    }
    if ending == .crashed { try await journal.close() }
    return original
  }
}
