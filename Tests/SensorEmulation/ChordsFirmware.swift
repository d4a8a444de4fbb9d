public import SignalSimulation

/// An Arduino board with the Chords firmware of Upside Down Labs.
///
/// Source: behaviour of Chords-Arduino-Firmware and Chords-Python (MIT).
public struct ChordsFirmware: Firmware {
  /// A board as the firmware knows it.
  public enum Board: Hashable, Sendable {
    /// 6 channels of 10 bits at 250 Hz.
    case unoR3
    /// 6 channels of 14 bits at 500 Hz.
    case unoR4

    var name: String { self == .unoR3 ? "UNO-R3" : "UNO-R4" }
    var bits: Int { self == .unoR3 ? 10 : 14 }
    var rate: Double { self == .unoR3 ? 250 : 500 }
    /// How long the boot loader waits for a new program.
    var bootSeconds: Double { self == .unoR3 ? 2 : 0.1 }
  }

  /// How many analog inputs are sent.
  public static let channelCount = 6
  private static let longestLine = 64

  /// The frames: packets.
  public var source: FrameSource
  private let board: Board
  private let isOld: Bool
  private var counter: UInt8 = 0
  private var line: [UInt8] = []
  private var lineTime = Duration.zero
  private var reply: [UInt8] = []
  private var readyAt = Duration.zero

  /// A board with an amplifier on each input.
  ///
  /// - Parameters:
  ///   - board: Which board.
  ///   - scenario: What its electrodes see.
  ///   - seed: The random numbers.
  ///   - gain: Of the amplifiers.
  ///   - isOld: Whether the firmware is of before October 2024, which waits a second for more.
  public init(
    _ board: Board,
    scenario: Scenario,
    seed: UInt64?,
    gain: Double = 2_848,
    isOld: Bool = false
  ) {
    self.board = board
    self.isOld = isOld
    let frontEnd = FrontEnd.counts(bits: board.bits, gain: gain)
    source = FrameSource(scenario: scenario, seed: seed, rate: board.rate, frontEnd: frontEnd)
  }

  /// Begins in the boot loader, which is silent and deaf.
  public mutating func reset(at time: Duration) {
    source.stop()
    line.removeAll()
    reply.removeAll()
    counter = 0
    readyAt = time + .seconds(board.bootSeconds)
  }

  /// Takes commands; any byte ends the stream, except in old firmware.
  public mutating func receive(_ bytes: [UInt8], at time: Duration) {
    guard time >= readyAt else { return }
    if !isOld, !bytes.isEmpty { source.stop() }
    lineTime = time
    for byte in bytes {
      if byte == 0x0A, !isOld {
        obey(String(decoding: line, as: UTF8.self).uppercased(), at: time)
        line.removeAll()
      } else if line.count < Self.longestLine {
        line.append(byte)
      }
    }
  }

  /// Says replies and packets.
  public mutating func advance(to time: Duration, into output: inout FirmwareOutput) {
    if isOld, !line.isEmpty, time >= lineTime + .seconds(1) {
      obey(String(decoding: line, as: UTF8.self), at: time)
      line.removeAll()
    }
    output.bytes += reply
    reply.removeAll()
    while let frame = source.next(by: time) {
      if !isOld { counter &+= 1 }
      if frame == .present { output.append(frame: Self.packet(counter, source.feed.values)) }
      if isOld { counter &+= 1 }
    }
  }

  private mutating func obey(_ line: String, at time: Duration) {
    switch line.filter({ !$0.isWhitespace }) {
    case "WHORU": say(board.name)
    case "START":
      counter = 0
      source.start(at: time)
    case "STOP": source.stop()
    case "STATUS": say(status)
    default: if !isOld { say("UNKNOWN COMMAND") }
    }
  }

  private var status: String {
    switch (isOld, source.isRunning) {
    case (true, let isRunning): isRunning ? "START" : "STOP"
    case (false, let isRunning): isRunning ? "RUNNING" : "STOPPED"
    }
  }

  private mutating func say(_ text: String) {
    reply += Array("\(text)\r\n".utf8)
  }

  /// C7 7C, counter, big-endian counts, 01.
  static func packet(_ counter: UInt8, _ values: [Float]) -> [UInt8] {
    var bytes: [UInt8] = [0xC7, 0x7C, counter]
    for channel in 0..<channelCount {
      let count = channel < values.count ? UInt16(values[channel]) : 0
      bytes += [UInt8(count >> 8), UInt8(count & 0xFF)]
    }
    return bytes + [0x01]
  }
}
