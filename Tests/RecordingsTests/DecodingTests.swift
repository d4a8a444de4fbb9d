import CrampModel
import Foundation
import Testing

@testable import Recordings

/// A number as it may stand in a table, often, but not always, one of few digits.
private func numberText(_ random: inout SplitMix64) -> String {
  func digits(_ most: UInt64) -> String {
    (0..<random.next() % (most + 1)).map { _ in String(random.next() % 10) }.joined()
  }
  let sign = ["", "", "-"][Int(random.next() % 3)]
  let zeros = String(repeating: "0", count: Int(random.next() % 4))
  let whole = digits(random.next() % 2 == 0 ? 4 : 12)
  let decimals = random.next() % 4 == 0 ? "" : "." + digits(random.next() % 2 == 0 ? 3 : 18)
  let exponent = random.next() % 4 == 0 ? "e\(["", "-", "+"][Int(random.next() % 3)])" : ""
  return sign + zeros + whole + decimals + (exponent.isEmpty ? "" : exponent + digits(2))
}

struct DecimalNumberTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func `a number is read to the bit as strtod reads it, or left to the long way`(
    seed: UInt64
  ) {
    var random = SplitMix64(seed: seed)
    var taken = 0
    for _ in 0..<100_000 {
      let text = numberText(&random)
      let bytes = Array((text + ",12345678").utf8)
      var index = 0
      let mark = UInt8(ascii: ".")
      let end = text.utf8.count
      let span = bytes.span.extracting(..<end)
      guard let value = DecimalNumber.read(span, at: &index, mark: mark) else { continue }
      taken += 1
      #expect(index == end && value.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
    #expect(taken > 70_000)
  }

  @Test(arguments: [UInt64(4), 5])
  func `every double in its shortest form is read to the bit`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50_000 {
      let value = (random.uniform() - 0.5) * [1e-6, 1, 1e3, 1e9][Int(random.next() % 4)]
      let bytes = Array("\(value)".utf8)
      let read = TextCells(delimiter: nil).number(bytes.indices, of: bytes)
      #expect(read?.bitPattern == value.bitPattern, "\(value)")
    }
  }

  @Test(arguments: ["", "-", ".", "-.", "e5", "1e", "1e+", "+1", "x", "1e1234", "\u{660}"])
  func `what is no number or a rare one is left to the long way`(text: String) {
    let bytes = Array((text + ",,,,,,,,").utf8)
    var index = 0
    let mark = UInt8(ascii: ".")
    let span = bytes.span.extracting(..<text.utf8.count)
    let value = DecimalNumber.read(span, at: &index, mark: mark)
    #expect(value == nil && index == 0)
  }

  @Test
  func `nothing is read beyond the end of a number`() {
    let bytes = Array("12.345678901".utf8)
    for end in 1...bytes.count {
      var index = 0
      let mark = UInt8(ascii: ".")
      let value = DecimalNumber.read(bytes.span.extracting(..<end), at: &index, mark: mark)
      let text = String(decoding: bytes[..<end], as: UTF8.self)
      #expect(value == strtod(text, nil) && index == end)
    }
  }
}

struct PlainRowsTests {
  /// A row of a table, and the same with a quote that sends it the long way.
  private static func rows(_ random: inout SplitMix64, _ separator: String) -> [String] {
    let cells = (0..<4).map { _ in
      let blank = ["", "", "", " "][Int(random.next() % 4)]
      return blank + (random.next() % 8 == 0 ? "" : numberText(&random)) + blank
    }
    let first = random.next() % 1_000
    let end = ["", "\r"][Int(random.next() % 2)]
    return ["\(first)", "\"\(first)\""].map { ([$0] + cells).joined(separator: separator) + end }
  }

  @Test(arguments: [",", ";", "\t"], [UInt64(1), 2, 3])
  func `plain rows give the samples that the long way gives`(
    separator: String,
    seed: UInt64
  ) throws {
    let folder = try Folder()
    var random = SplitMix64(seed: seed)
    let header = ["a", "b_mV", "c", "d", "e"].joined(separator: separator) + "\n"
    let tables = (0..<3_000).map { _ in Self.rows(&random, separator) }
      .filter { rows in complaint(of: rows[1], header, folder) == nil }
    #expect(tables.count > 1_000)
    let options = ReadingOptions(rate: 100, channels: ["a", "b", "d"])
    let read = try (0..<2).map { way in
      let text = header + tables.map { $0[way] + "\n" }.joined()
      return try Content(folder.file("\(way).csv", text), options, block: 7.3).samples
        .map { $0.map(\.bitPattern) }
    }
    #expect(read[0] == read[1])
    #expect(read[0].map(\.count) == [tables.count, tables.count, tables.count])
  }

  private func complaint(of row: String, _ header: String, _ folder: Folder) -> String? {
    let cells = row.split(omittingEmptySubsequences: false) { ",;\t".contains($0) }
    let isOdd = cells.contains { cell in
      let text = cell.trimmingCharacters(in: .whitespaces).replacing("\"", with: "")
      return !text.isEmpty && Double(text) == nil
    }
    return isOdd ? "no number" : nil
  }

  @Test(
    arguments: [
      ("1 2 3", [1, 2, 3]), ("  1\t-2.5   3 ", [1, -2.5, 3]), ("1 2", nil), ("1 2 3 4", nil),
      ("1 2x 3", nil), ("", nil),
    ] as [(String, [Double]?)]
  )
  func `cells are told apart by blanks`(text: String, values: [Double]?) {
    var rows = PlainRows(TextCells(delimiter: nil), width: 3, wanted: [0, 1, 2])
    let bytes = Array(text.utf8)
    #expect(rows.read(bytes.indices, of: bytes) == (values != nil))
    if let values { #expect(rows.values == values) }
  }

  @Test(
    arguments: [
      ("1,x,3", [1, 3]), (" 1 ,,", [1, .nan]), ("1,\"x\",3", nil), ("1,2", nil), ("1,2,3,", nil),
      ("1 1,2,3", nil), ("\"1\",2,3", nil),
    ] as [(String, [Double]?)]
  )
  func `columns that nobody wants are passed over`(text: String, values: [Double]?) {
    var rows = PlainRows(TextCells(delimiter: UInt8(ascii: ",")), width: 3, wanted: [0, 2])
    let bytes = Array(text.utf8)
    #expect(rows.read(bytes.indices, of: bytes) == (values != nil))
    if let values { #expect(rows.values.map(\.bitPattern) == values.map(\.bitPattern)) }
  }
}

struct SampleDecodingTests {
  /// A sample as the formats define it, byte by byte.
  private static func code(_ bytes: ArraySlice<UInt8>) -> Double {
    let unsigned = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    let span = 1 << (8 * bytes.count)
    return Double(unsigned < span / 2 ? unsigned : unsigned - span)
  }

  @Test(
    arguments: [(SampleCode.signed16, 2), (.signed24, 3), (.signed32, 4)],
    [0, 1, 3, 8]
  )
  func `whole samples of every width and stride are decoded to the bit`(
    format: (code: SampleCode, width: Int),
    apart: Int
  ) {
    var random = SplitMix64(seed: 21)
    let bytes = (0..<600).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let line = Recordings.Calibration(scale: 0.031_25 + random.uniform(), zero: -7.5)
    let stride = format.width + apart
    for offset in 0..<9 {
      for count in [0, 1, 2, 3, 4, 5, 8, 17, (600 - offset - format.width) / stride + 1] {
        var samples: [Float] = [42]
        samples.append(
          from: bytes,
          at: offset,
          stride: stride,
          count: count,
          code: format.code,
          calibration: line
        )
        let expected = (0..<count).map { index in
          let first = offset + index * stride
          return Float(Self.code(bytes[first..<first + format.width]) * line.scale + line.zero)
        }
        #expect(samples == [42] + expected)
      }
    }
  }

  @Test(arguments: [
    ("+0\u{14}\u{14}", true), ("", true), ("+12.5\u{14}\u{14}", true), ("+1", true),
    ("+1\u{14}a\u{14}\u{14}", false), ("+1\u{14}\u{14}\0+1\u{14}a\u{14}", false),
    ("+1\u{14}\u{14}a\u{14}", false), ("\0+1\u{14}a\u{14}", false),
  ])
  func `a record that says nothing but its time is told from one that says more`(
    text: String,
    isPlain: Bool
  ) {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 12)
    #expect(EDFAnnotation.keepsOnlyTime(bytes.span) == isPlain)
    let texts = EDFAnnotation.lists(in: bytes[...]).flatMap(\.texts).filter { !$0.isEmpty }
    #expect(texts.isEmpty == isPlain)
  }
}
