import CrampModel
import Testing

@testable import SensorProtocols

struct SpikerBoxWireTests {
  /// Vectors made from the vendor's guide: bytes, channels, frames, messages.
  static let streams: [(String, Int, [[UInt16]], [String])] = [
    ("84008000877f837f8500", 1, [[512], [0], [1023], [511], [640]], []),
    ("8400022c8401022d877f0000", 2, [[512, 300], [513, 301], [1023, 0]], []),
    ("80010002000300040005077f", 6, [[1, 2, 3, 4, 5, 1023]], []),
    ("c0008000ff7fbe40", 1, [[8192], [0], [16383], [8000]], []),
    (
      """
      53746172745570210d0a840084ffff010180ff45564e543a333bffff010181ff58ffff010180ff4857543a4d55\
      53434c4553533b4657563a302e31323bffff010181ff853c
      """, 1, [[512], [600], [700]], ["EVNT:3;", "HWT:MUSCLESS;FWV:0.12;"]
    ),
    ("8400040084010484030404", 2, [[512, 512], [515, 516]], []),
  ]

  /// What is in a stream, and how many frames are broken.
  private func decode(
    _ bytes: [UInt8],
    channels: Int?
  ) -> (frames: [[UInt16]], messages: [String], broken: Int) {
    var escape = SpikerBoxEscape()
    var framing = SpikerBoxFraming(channels: channels)
    var frames: [[UInt16]] = []
    var messages: [String] = []
    var broken = 0
    for byte in bytes {
      if escape.take(byte) { messages.append(String(decoding: escape.message, as: UTF8.self)) }
      for byte in escape.released where framing.take(byte) {
        if !frames.isEmpty { broken += framing.brokenFrames }
        frames.append(framing.values)
      }
    }
    return (frames, messages, broken)
  }

  @Test(arguments: streams)
  func `A stream gives its frames and messages`(
    hex: String,
    channels: Int,
    frames: [[UInt16]],
    messages: [String]
  ) {
    let found = decode(wire(hex), channels: channels)
    #expect(found.frames == frames)
    #expect(found.messages == messages)
  }

  @Test(arguments: streams.prefix(4))
  func `Frames are written as the box writes them`(
    hex: String,
    channels: Int,
    frames: [[UInt16]],
    messages: [String]
  ) {
    #expect(frames.flatMap { SpikerBoxFrame(values: $0).bytes } == wire(hex))
  }

  @Test func `A frame that lost a byte is dropped and counted`() {
    let found = decode(wire("8400040084010484030404"), channels: 2)
    #expect(found.broken == 1)
  }

  @Test(arguments: 1...6)
  func `Two frames in a row tell how many channels there are`(channels: Int) {
    let frame = SpikerBoxFrame(values: (0..<channels).map { UInt16(500 + $0) })
    let found = decode(
      Array([[1, 2, 3], frame.bytes, frame.bytes, frame.bytes].joined()),
      channels: nil
    )
    #expect(found.frames == [frame.values])
  }

  @Test func `A lost byte anywhere costs one frame`() {
    let values: [[UInt16]] = (0..<20).map { [UInt16($0), 300] }
    let whole = values.flatMap { SpikerBoxFrame(values: $0).bytes }
    for missing in 4..<(whole.count - 4) {
      var bytes = whole
      bytes.remove(at: missing)
      let found = decode(bytes, channels: 2)
      #expect(found.frames == values.filter { Int($0[0]) != missing / 4 })
      #expect(found.broken == 1)
    }
  }

  @Test func `A message that never ends is given up`() {
    let frame = SpikerBoxFrame(values: [512]).bytes
    let start = wire("ffff010180ff")
    let lost = [UInt8](repeating: 0x41, count: 513)
    let found = decode(Array([frame, start, lost, frame, frame].joined()), channels: 1)
    #expect(found.frames == [[512], [512], [512]])
    #expect(found.messages == [])
  }

  @Test(arguments: ["ff", "ffff", "ffff01", "ffff0101", "ffff010180", "ffff010181", "ffffffff0101"])
  func `What begins like a mark and is none is sample bytes`(hex: String) {
    var escape = SpikerBoxEscape()
    var released: [UInt8] = []
    for byte in wire(hex) + [0x22] {
      _ = escape.take(byte)
      released += escape.released
    }
    #expect(released == wire(hex) + [0x22])
  }

  @Test func `A mark is found right after a frame's first byte`() {
    let message = wire("ffff010180ff45564e543a313bffff010181ff")
    let found = decode(Array([[0xFF], message, [0x7F, 0xC0, 0]].joined()), channels: 1)
    #expect(found.frames == [[16_383], [8_192]])
    #expect(found.messages == ["EVNT:1;"])
  }

  @Test(arguments: [
    ("?:;\n", "3f3a3b0a"), ("max:;\n", "6d61783a3b0a"), ("start:;\n", "73746172743a3b0a"),
    ("h:;\n", "683a3b0a"), ("board:;\n", "626f6172643a3b0a"),
  ])
  func `A command fills a report`(text: String, hex: String) {
    let report = SpikerBoxReport.command(text)
    #expect(report.count == 64)
    #expect(report.prefix(2 + text.utf8.count) == ArraySlice([0x3F, 0x3E] + wire(hex)))
    #expect(report.dropFirst(2 + text.utf8.count).allSatisfy { $0 == 0 })
  }

  @Test func `A report carries a piece of the stream`() {
    let report = wire(
      """
      3f3c840004008401037f8402037e8403037d8404037c8405037b8406037a840703798408037884090377840a03\
      76840b0375840c0374840d0373840e03720000
      """
    )
    let frames = (0..<15).map { SpikerBoxFrame(values: [512 + $0, 512 - $0]) }
    #expect(SpikerBoxReport.reports(of: frames.flatMap(\.bytes)) == [report])
    let payload = SpikerBoxReport.payload(of: report.span)
    #expect(payload == 2..<62)
  }

  @Test(arguments: ["", "3f", "3f3f", "3e0100", "3f02aa", "3fffaa"])
  func `What is no report is none`(hex: String) {
    let report = wire(hex)
    let payload = SpikerBoxReport.payload(of: report.span)
    #expect(payload == nil)
  }

  @Test(arguments: [
    ("HWT:MUSCLESS;", [("HWT", "MUSCLESS")]),
    ("FWV:1.0;HWT:MSBPCDC;HWV:1.0;", [("FWV", "1.0"), ("HWT", "MSBPCDC"), ("HWV", "1.0")]),
    ("MSF:10000;MNC:2;", [("MSF", "10000"), ("MNC", "2")]),
    (":x;;y;A:;rest", [("A", "")]),
    ("A:b:c;", [("A", "b:c")]),
  ])
  func `A message has its fields`(text: String, fields: [(String, String)]) {
    let message = SpikerBoxMessage(fields.map { SpikerBoxMessage.Field($0.0, $0.1) })
    let bytes = Array(text.utf8)
    let found = SpikerBoxMessage(text: bytes.span)
    #expect(found == message)
    let written = Array(message.bytes.dropFirst(6).dropLast(6))
    let again = SpikerBoxMessage(text: written.span)
    #expect(again == message)
  }

  @Test func `A message stands between marks`() {
    let message = SpikerBoxMessage([SpikerBoxMessage.Field("HWT", "MUSCLESS")])
    #expect(message.bytes == wire("ffff010180ff4857543a4d5553434c4553533bffff010181ff"))
  }

  @Test(arguments: [
    (1, 10050.251), (2, 5025.1256), (3, 3350.0838), (4, 2512.5628), (5, 2010.0503), (6, 1675.0419),
  ])
  func `A shield on an UNO is a little faster than it says`(channels: Int, rate: Double) {
    let model = SpikerBoxModel(hardware: "MUSCLESS")
    #expect(abs(model.rate(channels: channels, limits: .init()).value / rate - 1) < 1e-6)
  }
}
