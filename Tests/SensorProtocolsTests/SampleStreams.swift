import CrampModel
import SensorProtocols
import Testing

/// A family's stream, for what all families have to do alike.
struct SampleStream: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// A dialogue that is about to get its first packet, at ``start``.
  let open: @Sendable () -> any SensorDialogue
  /// The bytes of the packet of a running number.
  let packet: @Sendable (Int) -> [UInt8]
  let channelCount: Int
  /// Frames per second.
  let rate: Double
  /// Frames of a packet.
  var framesPerPacket = 1
  /// Packets until the counter wraps.
  var modulus = 256
  /// Packets that are held back until more come.
  var held = 0
  /// Packets that garbage right behind a packet can be taken for.
  var mostBogus = 0

  static let start = Duration.seconds(10)

  /// When a packet comes, at the nominal rate.
  func time(of packet: Int) -> Duration {
    Self.start + .seconds(Double(packet * framesPerPacket) / rate)
  }
}

extension SampleStream {
  static let all = [cyton, daisy, chords, giga, olimex, bitalino, bitalinoOfOne, umyo]

  /// A code that looks random and is the same every time.
  private static func code(_ packet: Int, _ channel: Int, below limit: Int) -> Int {
    var random = SplitMix64(seed: UInt64(packet * 64 + channel))
    return Int(random.next() % UInt64(limit))
  }

  private static func opened(
    _ dialogue: any SensorDialogue,
    _ events: [(Double, [UInt8])]
  ) -> any SensorDialogue {
    var dialogue = dialogue
    var step = DialogueStep()
    let begin = start - .seconds(3)
    dialogue.begin(at: begin, into: &step)
    for (seconds, bytes) in events {
      let time = begin + .seconds(seconds)
      dialogue.receive(bytes.span, at: time, into: &step)
      dialogue.advance(to: time, into: &step)
    }
    return dialogue
  }

  private static let banner = "OpenBCI V3 8-16 channel\nOn Board ADS1299 Device ID: 0x3E\n"

  static let cyton = SampleStream(
    testDescription: "Cyton",
    open: {
      opened(
        OpenBCICyton(settings: DriverSettings()),
        [(0.1, []), (1, Array("\(banner)$$$".utf8)), (2, Array("$$$".utf8))]
      )
    },
    packet: cytonPacket,
    channelCount: 8,
    rate: 250
  )

  static let daisy = SampleStream(
    testDescription: "Cyton with Daisy",
    open: {
      opened(
        OpenBCICyton(settings: DriverSettings()),
        [(0.1, []), (1, Array("\(banner)On Daisy ADS\n$$$".utf8)), (2, Array("$$$".utf8))]
      )
    },
    packet: { cytonPacket(2 * $0 + 2) + cytonPacket(2 * $0 + 3) },
    channelCount: 16,
    rate: 125,
    modulus: 128
  )

  @Sendable private static func cytonPacket(_ number: Int) -> [UInt8] {
    CytonPacket(
      counter: UInt8(truncatingIfNeeded: number),
      channels: .init { Int32(code(number, $0, below: 200_000) - 100_000) }
    ).encoded()
  }

  static let chords = chordsBoard("UNO-R3", channelCount: 6, rate: 250, bits: 10)
  static let giga = chordsBoard("GIGA-R1", channelCount: 6, rate: 500, bits: 16)

  private static func chordsBoard(
    _ name: String,
    channelCount: Int,
    rate: Double,
    bits: Int
  ) -> SampleStream {
    SampleStream(
      testDescription: "Chords on \(name)",
      open: {
        opened(
          Chords(settings: DriverSettings()),
          [(1.2, []), (2.2, Array("\(name)\r\n".utf8))]
        )
      },
      packet: { chordsPacket($0, bits) },
      channelCount: channelCount,
      rate: rate
    )
  }

  @Sendable private static func chordsPacket(_ number: Int, _ bits: Int) -> [UInt8] {
    let codes = (0..<6).map { UInt16(code(number, $0, below: 1 << bits)) }
    return ChordsPacket(counter: UInt8(truncatingIfNeeded: number), codes: codes).encoded()
  }

  static let olimex = SampleStream(
    testDescription: "Olimex",
    open: {
      var dialogue = Olimex(settings: DriverSettings())
      var step = DialogueStep()
      dialogue.begin(at: start, into: &step)
      return dialogue
    },
    packet: { number in
      OlimexPacket(
        counter: UInt8(truncatingIfNeeded: number),
        codes: .init { UInt16(code(number, $0, below: 1_024)) }
      ).encoded()
    },
    channelCount: 6,
    rate: 256,
    held: 1
  )

  static let bitalino = bitalino(channelCount: 6)
  static let bitalinoOfOne = bitalino(channelCount: 1)

  private static func bitalino(channelCount: Int) -> SampleStream {
    var settings = DriverSettings()
    settings.channelCount = channelCount
    return SampleStream(
      testDescription: "BITalino of \(channelCount)",
      open: { [settings] in
        opened(
          BITalino(settings: settings),
          [(0.1, []), (0.2, Array("BITalino_v5.2\n".utf8)), (0.3, [])]
        )
      },
      packet: { number in
        let codes = (0..<channelCount).map { UInt16(code(number, $0, below: $0 < 4 ? 1_024 : 64)) }
        return BITalinoFrame(sequence: UInt8(number & 15), codes: codes).encoded()
      },
      channelCount: channelCount,
      rate: 1_000,
      modulus: 16,
      mostBogus: 1
    )
  }

  static let umyo = SampleStream(
    testDescription: "uMyo",
    open: {
      opened(
        UMyo(settings: DriverSettings()),
        [(0.1, umyoPacket(0) + umyoPacket(1) + umyoPacket(2) + [0, 0]), (2.9, [])]
      )
    },
    packet: umyoPacket,
    channelCount: 1,
    rate: 1_133,
    framesPerPacket: 8,
    held: 1
  )

  @Sendable private static func umyoPacket(_ number: Int) -> [UInt8] {
    let samples = (0..<8).map { Int16(code(number, $0, below: 20_000)) }
    return UMyoPacket(
      unit: 0x12AB_34CD,
      counter: UInt8(truncatingIfNeeded: number),
      samples: samples
    ).encoded()
  }
}
