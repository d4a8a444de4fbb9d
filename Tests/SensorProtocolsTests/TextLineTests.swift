import CrampModel
import Foundation
import Testing

@testable import SensorProtocols

struct TextLineTests {
  @Test(
    arguments: [
      ("512\r", [512], [""], nil),
      ("2.50\r", [2.5], [""], nil),
      ("-37.25", [-37.25], [""], nil),
      ("510,23\r", [510, 23], ["", ""], nil),
      ("510, 23, 7\r", [510, 23, 7], ["", "", ""], nil),
      ("510\t23\r", [510, 23], ["", ""], nil),
      ("510;23", [510, 23], ["", ""], nil),
      ("emg:510,env:23\r", [510, 23], ["emg", "env"], nil),
      ("emg: 510 env: 23", [510, 23], ["emg", "env"], nil),
      ("Analog reading = 512", [512], ["Analog reading"], nil),
      ("0.1234,kg,\r", [0.1234], [""], .kilogram),
      ("1500,0.1234,kg,85321,23.5,\r", [1500, 0.1234, 85321, 23.5], ["", "", "", ""], .kilogram),
      ("-0.5 lbs", [-0.5], [""], .pound),
      (
        "one reading:\t123.4\t| average:\t123.2\r", [123.4, 123.2], ["one reading", "average"], nil
      ),
      ("2\r", [2], [""], nil),
      ("emg:,3", [3], [""], nil),
      ("+1e3,1.5E-2,.5,5.", [1000, 0.015, 0.5, 5], ["", "", "", ""], nil),
    ] as [(String, [Double], [String], TextLine.Unit?)]
  )
  func `A line has its numbers`(
    text: String,
    values: [Double],
    labels: [String],
    unit: TextLine.Unit?
  ) {
    var line = TextLine()
    let bytes = Array(text.utf8)
    let hasNumbers = line.read(bytes.span)
    #expect(hasNumbers)
    #expect(line.values == values)
    #expect(line.labels.map { String(decoding: bytes[$0], as: UTF8.self) } == labels)
    #expect(line.units.compactMap { $0 }.first == unit)
  }

  @Test(arguments: [
    "MyoWare Example_01_analogRead_SINGLE\r", "\0\u{1}abc\r", "nan\r", "\r", "", "inf,-Infinity",
    "12abc", "1.2.3", "1e", "--5", "0x10", "5\u{1B}", String(repeating: "1", count: 257), "1e999",
    ".", "-", "e5",
  ])
  func `A line without a number is none`(text: String) {
    var line = TextLine()
    let bytes = Array(text.utf8)
    let hasNumbers = line.read(bytes.span)
    #expect(!hasNumbers)
  }

  @Test func `What is not a number keeps its place`() {
    var line = TextLine()
    let bytes = Array("1,nan,3".utf8)
    let hasNumbers = line.read(bytes.span)
    #expect(hasNumbers)
    #expect(line.values.map(\.isNaN) == [false, true, false])
  }

  @Test(
    arguments: [
      ([], [512], "512\r\n"),
      ([], [510, 23], "510,23\r\n"),
      ([], [-37.25], "-37.25\r\n"),
      (["emg", "env"], [510, 23], "emg:510,env:23\r\n"),
    ] as [([String], [Double], String)]
  )
  func `A line is written as a sketch prints it`(
    labels: [String],
    values: [Double],
    text: String
  ) {
    let bytes = TextLine.bytes(labels: labels, values: values)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
    var line = TextLine()
    let content = Array(bytes.dropLast())
    let hasNumbers = line.read(content.span)
    #expect(hasNumbers)
    #expect(line.values == values)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `A number is what the standard library reads, to 15 digits`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let digits = Int(random.next() % 14) + 1
      let value = (random.uniform() - 0.5) * pow(10, Double(random.next() % 24) - 12)
      let text = String(format: random.next() & 1 == 0 ? "%.\(digits)f" : "%.\(digits)e", value)
      let bytes = Array(text.utf8)
      let expected = Double(text) ?? .nan
      let found = bytes.span.decimalNumber ?? .nan
      #expect(abs(found - expected) <= abs(expected) * 1e-14)
    }
  }
}
