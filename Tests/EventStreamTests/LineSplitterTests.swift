import CrampModel
import Testing

@testable import EventStream

@Suite struct LineSplitterTests {
  private static let stream = "a\n\r\n\nbc\r\n\né\nlonger line\nrest"
  private static let lines = ["a", "bc", "é", "longer line", "rest"]

  @Test(arguments: 1...200)
  func `lines are the same however the bytes are cut`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var bytes = Array(Self.stream.utf8)
    var splitter = LineSplitter(limit: 11)
    var found: [LineSplitter.Line] = []
    while !bytes.isEmpty {
      let count = Int.random(in: 1...min(bytes.count, 6), using: &random)
      splitter.push(bytes.prefix(count))
      bytes.removeFirst(count)
      while let line = splitter.next() { found.append(line) }
    }
    if let rest = splitter.rest() { found.append(rest) }
    #expect(found == Self.lines.map { .text($0) })
  }

  @Test(arguments: [(8, true), (9, false)])
  func `the limit counts bytes, ended or not`(count: Int, fits: Bool) {
    let line = Array(repeating: UInt8(ascii: "x"), count: count)
    var ended = LineSplitter(limit: 8)
    ended.push(line + [UInt8(ascii: "\n")])
    #expect(ended.next() == (fits ? .text(String(repeating: "x", count: count)) : .tooLong))
    var open = LineSplitter(limit: 8)
    open.push(line)
    #expect(open.next() == (fits ? nil : .tooLong))
  }

  @Test(arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] as [[UInt8]])
  func `bytes that are no UTF-8 are told apart`(bytes: [UInt8]) {
    var splitter = LineSplitter(limit: 8)
    splitter.push(bytes + [UInt8(ascii: "\n")])
    #expect(splitter.next() == .notUTF8)
  }
}
