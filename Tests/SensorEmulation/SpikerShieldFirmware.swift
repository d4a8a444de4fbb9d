public import SignalSimulation

/// A Muscle SpikerShield on an Arduino UNO: it streams from power-up.
///
/// Source: behaviour of the SpikerShield sketches of Backyard Brains (MIT).
public struct SpikerShieldFirmware: Firmware {
  /// Conversions per second over all channels: a 2 MHz timer that counts to 199.
  public static let conversionsPerSecond = 2_000_000.0 / 199
  private static let longestLine = 28

  /// The frames.
  public var source: FrameSource
  private var channelCount: Int
  private let firstChannelCount: Int
  private var stream = SpikerBoxStream()
  private var line: [UInt8] = []
  private var reply: [UInt8] = []
  private var readyAt: Duration?
  private var pausedUntil = Duration.zero

  /// A shield.
  ///
  /// - Parameters:
  ///   - scenario: What its electrodes see; six channels.
  ///   - seed: The random numbers.
  ///   - gain: Of the amplifiers ahead of the converter of 10 bits over 5 V.
  ///   - channelCount: Channels from power-up, 1...6.
  public init(scenario: Scenario, seed: UInt64?, gain: Double = 880, channelCount: Int = 2) {
    let frontEnd = FrontEnd.counts(bits: 10, gain: gain, noise: 3)
    self.channelCount = min(max(channelCount, 1), 6)
    firstChannelCount = self.channelCount
    source = FrameSource(
      scenario: scenario,
      seed: seed,
      rate: Self.conversionsPerSecond / Double(self.channelCount),
      frontEnd: frontEnd
    )
  }

  /// Begins in the boot loader for 2 s; the sketch says hello 0.3 s later.
  public mutating func reset(at time: Duration) {
    source.stop()
    line.removeAll()
    reply.removeAll()
    stream = SpikerBoxStream()
    channelCount = firstChannelCount
    readyAt = time + .seconds(2.3)
  }

  /// Takes command lines; frames pause for 2 ms while it reads.
  public mutating func receive(_ bytes: [UInt8], at time: Duration) {
    guard readyAt == nil else { return }
    pausedUntil = time + .milliseconds(2)
    for byte in bytes {
      if byte == 0x0A {
        obey(SpikerBoxCommand(String(decoding: line, as: UTF8.self)), at: time)
        line.removeAll()
      } else if line.count < Self.longestLine {
        line.append(byte)
      }
    }
  }

  /// Says its hello, replies and frames.
  public mutating func advance(to time: Duration, into output: inout FirmwareOutput) {
    if let readyAt, time >= readyAt {
      self.readyAt = nil
      output.bytes += Array("StartUp!\r\n".utf8)
      source.start(at: readyAt, rate: Self.conversionsPerSecond / Double(channelCount))
    }
    guard time >= pausedUntil else { return }
    if !source.isRunning, readyAt == nil {
      source.start(at: time, rate: Self.conversionsPerSecond / Double(channelCount))
    }
    output.bytes += reply
    reply.removeAll()
    while let frame = source.next(by: time) {
      guard frame == .present else { continue }
      let values = source.feed.values.prefix(channelCount)
      output.append(frame: stream.bytes(of: SpikerBoxStream.frame(values)))
    }
  }

  /// Sends an event in the middle of the next frame.
  public mutating func event(_ number: Int) {
    stream.interject("EVNT:\(number);")
  }

  private mutating func obey(_ command: SpikerBoxCommand, at time: Duration) {
    source.stop()
    if command.settings["b"] != nil {
      reply += SpikerBoxStream.message("HWT:MUSCLESS;")
    }
    if let text = command.settings["c"], let count = Int(text), (1...6).contains(count) {
      channelCount = count
    }
  }
}
