import CrampModel
import Glibc

/// The lines of a text file, read in large pieces; a copy reads on by itself.
struct TextLines: Sendable {
  let file: InputFile
  /// Where the ranges that ``next()`` returns lie, until it is called again.
  private(set) var buffer: [UInt8]
  /// The number of the last line returned, from 1.
  private(set) var number = 0
  /// Whether the last line returned ended with a line feed.
  private(set) var wasEnded = true
  private var position = 0
  private var end = 0
  private var fileOffset: Int

  init(file: InputFile) {
    self.file = file
    buffer = [UInt8](repeating: 0, count: min(Self.chunk, file.size + 1))
    fileOffset = 0
  }

  private static let chunk = 256 << 10
  private static let longestLine = 1 << 20

  /// The next line without its end; `nil` after the last.
  mutating func next() throws(RecordingError) -> Range<Int>? {
    var searched = position
    while true {
      if let feed = lineFeed(from: searched) {
        let start = position
        position = feed + 1
        return line(start..<feed, isEnded: true)
      }
      searched = end - position
      guard try refill() else { break }
    }
    guard position < end else { return nil }
    let start = position
    position = end
    return line(start..<end, isEnded: false)
  }

  /// The next line as text; Latin-1 where it is no UTF-8.
  mutating func nextText() throws(RecordingError) -> String? {
    guard let range = try next() else { return nil }
    return text(range)
  }

  /// Text in the buffer; Latin-1 where it is no UTF-8.
  func text(_ range: Range<Int>) -> String {
    let bytes = buffer[range]
    return String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private mutating func line(_ range: Range<Int>, isEnded: Bool) -> Range<Int> {
    wasEnded = isEnded
    number += 1
    var range = range
    if number == 1, buffer[range].starts(with: [0xEF, 0xBB, 0xBF]) {
      range = range.lowerBound + 3..<range.upperBound
    }
    if !range.isEmpty, buffer[range.upperBound - 1] == UInt8(ascii: "\r") {
      range = range.lowerBound..<range.upperBound - 1
    }
    return range
  }

  private func lineFeed(from start: Int) -> Int? {
    guard start < end else { return nil }
    return unsafe buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress,
        let found = unsafe memchr(base + start, Int32(UInt8(ascii: "\n")), end - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Moves the rest of the buffer to its start and reads on; returns `false` at the end.
  private mutating func refill() throws(RecordingError) -> Bool {
    let rest = end - position
    guard rest <= Self.longestLine else {
      throw RecordingError(
        path: file.path,
        line: number + 1,
        .line("the line is longer than 1 MiB; this is no table of samples")
      )
    }
    if position > 0 {
      for index in 0..<rest { buffer[index] = buffer[position + index] }
    }
    position = 0
    end = rest
    if buffer.count - end < Self.chunk / 2, buffer.count < file.size + 1 {
      buffer.append(contentsOf: repeatElement(0, count: Self.chunk))
    }
    let found = try file.read(into: &buffer, at: end, count: buffer.count - end, from: fileOffset)
    fileOffset += found
    end += found
    return found > 0
  }
}
