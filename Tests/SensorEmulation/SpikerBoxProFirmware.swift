public import SignalSimulation

/// A Muscle SpikerBox Pro: two channels of 10 kHz in HID reports.
///
/// Source: Backyard Brains, "Guide for USB communication with SpikerBox" R7. A report is 3F, the
/// number of payload bytes, and the payload; frames and messages run on from report to report.
public struct SpikerBoxProFirmware: Firmware {
  /// Frames per second.
  public static let rate = 10_000.0
  /// The most payload that a report holds.
  public static let largestPayload = 62

  /// The frames.
  public var source: FrameSource
  private var stream = SpikerBoxStream()
  private var line: [UInt8] = []
  private var payload: [UInt8] = []
  /// For each frame with its last byte in ``payload``: in how many reports back it began.
  private var pending: [(start: Int, end: Int)] = []
  private var sent = 0
  private let payloadSize: Int
  private var isDue = false

  /// A box.
  ///
  /// - Parameters:
  ///   - scenario: What its electrodes see; two channels.
  ///   - seed: The random numbers.
  ///   - gain: Of the amplifiers ahead of the converter of 10 bits over 5 V.
  ///   - payloadSize: Bytes in a report of the stream, 1...62.
  public init(
    scenario: Scenario,
    seed: UInt64?,
    gain: Double = 880,
    payloadSize: Int = largestPayload
  ) {
    self.payloadSize = min(max(payloadSize, 1), Self.largestPayload)
    source = FrameSource(
      scenario: scenario,
      seed: seed,
      rate: Self.rate,
      frontEnd: FrontEnd.counts(bits: 10, gain: gain, noise: 3)
    )
  }

  /// Begins silent.
  public mutating func reset(at time: Duration) {
    source.stop()
    stream = SpikerBoxStream()
    line.removeAll()
    payload.removeAll()
    pending.removeAll()
  }

  /// Takes one report: 3F, a length, text.
  public mutating func receive(_ bytes: [UInt8], at time: Duration) {
    guard bytes.count > 2, bytes[0] == 0x3F else { return }
    for byte in bytes.dropFirst(2).prefix(Int(bytes[1])) {
      if byte == 0x0A {
        obey(SpikerBoxCommand(String(decoding: line, as: UTF8.self)), at: time)
        line.removeAll()
      } else if byte == 0 {
        line.removeAll()
      } else if line.count < 128 {
        line.append(byte)
      }
    }
  }

  /// Says full reports of frames, and any report that ends with a message.
  public mutating func advance(to time: Duration, into output: inout FirmwareOutput) {
    while let frame = source.next(by: time) {
      guard frame == .present else { continue }
      let start = sent + payload.count
      payload += stream.bytes(of: SpikerBoxStream.frame(source.feed.values.prefix(2)))
      pending.append((start, sent + payload.count))
    }
    while payload.count >= payloadSize || (isDue && !payload.isEmpty) {
      report(into: &output)
    }
    isDue = false
  }

  /// Sends an event in the middle of the next frame.
  public mutating func event(_ number: Int) {
    stream.interject("EVNT:\(number);")
  }

  private mutating func report(into output: inout FirmwareOutput) {
    let count = min(payload.count, payloadSize)
    let here = output.bytes.count
    output.bytes += [0x3F, UInt8(count)] + payload.prefix(count)
    output.bytes += Array(repeating: 0, count: Self.largestPayload - count)
    payload.removeFirst(count)
    sent += count
    let done = pending.prefix { $0.end <= sent }
    for frame in done {
      let isSplit = frame.start < sent - count && here >= 64
      output.frames.append((isSplit ? here - 64 : here)..<here + 64)
    }
    pending.removeFirst(done.count)
  }

  private mutating func obey(_ command: SpikerBoxCommand, at time: Duration) {
    let settings = command.settings
    if settings["start"] != nil { source.start(at: time) }
    if settings["h"] != nil { source.stop() }
    if settings["?"] != nil { say("FWV:1.0;HWT:MUSCUSB1;HWV:1.0;") }
    if settings["max"] != nil { say("MSF:10000;MNC:2;") }
    if settings["board"] != nil { say("BRD:0;") }
  }

  private mutating func say(_ text: String) {
    payload += SpikerBoxStream.message(text)
    isDue = true
  }
}
