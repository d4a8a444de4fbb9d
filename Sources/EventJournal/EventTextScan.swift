import CrampModel
import Foundation

/// Finds the text of events among other bytes.
struct EventTextScan {
  private static let head = Data("{\"seq\":".utf8)
  /// Longer than any event; text beyond one page is torn up by SQLite and not found anyway.
  private static let longest = 16_384

  let bytes: Data

  /// The events by seq; where a seq occurs twice the later place counts.
  func events() -> [Int64: String] {
    var events: [Int64: String] = [:]
    var position = bytes.startIndex
    let decoder = JSONDecoder()
    while let head = bytes.range(of: Self.head, in: position..<bytes.endIndex) {
      position = head.upperBound
      guard let end = objectEnd(from: head.lowerBound) else { continue }
      let text = bytes[head.lowerBound..<end]
      guard let event = try? decoder.decode(CrampEvent.self, from: text) else { continue }
      events[event.seq] = String(decoding: text, as: UTF8.self)
      position = end
    }
    return events
  }

  /// The end of the flat object that begins at `start`; `nil` if a control character or the
  /// limit comes first.
  private func objectEnd(from start: Data.Index) -> Data.Index? {
    var isInString = false
    var isEscaped = false
    for index in start..<min(bytes.endIndex, start + Self.longest) {
      let byte = bytes[index]
      if byte < 0x20 { return nil }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInString.toggle()
      } else if byte == UInt8(ascii: "}"), !isInString {
        return index + 1
      }
    }
    return nil
  }
}
