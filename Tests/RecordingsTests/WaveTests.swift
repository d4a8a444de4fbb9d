import CrampModel
import Foundation
import Recordings
import Testing

private func little(_ number: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

private func wave(tag: Int, bits: Int, channels: Int, data: [UInt8], claim: Int? = nil) -> [UInt8] {
  let frame = channels * bits / 8
  return Array("RIFF".utf8) + little(36 + data.count, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
    + little(tag, 2) + little(channels, 2) + little(500, 4) + little(500 * frame, 4)
    + little(frame, 2) + little(bits, 2) + Array("LIST".utf8) + little(3, 4) + [1, 2, 3, 0]
    + Array("data".utf8) + little(claim ?? data.count, 4) + data
}

struct WaveTests {
  @Test(
    arguments: [
      (1, 8, [0x80, 0xFF, 0], [0, 127, -128], SignalUnit.count),
      (1, 16, [0, 0, 0xFF, 0x7F, 0, 0x80], [0, 32_767, -32_768], .count),
      (1, 24, [1, 0, 0, 0xFF, 0xFF, 0x7F, 0, 0, 0x80], [1, 8_388_607, -8_388_608], .count),
      (1, 32, [0, 0, 0, 0x40, 0xFF, 0xFF, 0xFF, 0xFF], [1_073_741_824, -1], .count),
      (3, 32, [0, 0, 0x80, 0x3F, 0, 0, 0, 0xBF], [1, -0.5], .arbitrary),
    ] as [(Int, Int, [UInt8], [Float], SignalUnit)]
  )
  func `samples of every width are read`(
    tag: Int,
    bits: Int,
    data: [UInt8],
    samples: [Float],
    unit: SignalUnit
  ) throws {
    let folder = try Folder()
    let bytes = wave(tag: tag, bits: bits, channels: 1, data: data)
    let content = try Content(folder.file("a.wav", bytes))
    #expect(content.samples == [samples])
    #expect(content.stream.channels[0].unit == unit && content.stream.channels[0].name == "emg")
    #expect((content.stream.channels[0].railHigh == nil) == (tag == 3))
    #expect(content.warnings.isEmpty)
  }

  @Test
  func `channels are told apart and a claim of more is a warning`() throws {
    let folder = try Folder()
    let bytes = wave(tag: 1, bits: 16, channels: 2, data: [1, 0, 2, 0, 3, 0, 4, 0, 5], claim: 99)
    let content = try Content(folder.file("a.wav", bytes), block: 0.002)
    #expect(content.samples == [[1, 3], [2, 4]])
    #expect(content.stream.channels.map(\.name) == ["ch1", "ch2"])
    #expect(content.warnings.count == 2)
  }

  @Test
  func `no damage to the header and no cut crashes`() throws {
    let folder = try Folder()
    let whole = wave(tag: 1, bits: 16, channels: 2, data: Array(repeating: 7, count: 64))
    for length in 1..<whole.count {
      #expect(!complaint(try folder.file("a.wav", Array(whole[..<length]))).contains("\n"))
    }
    for index in whole.indices.prefix(56) {
      for byte: UInt8 in [0, 1, 0x7F, 0xFF] {
        var bytes = whole
        bytes[index] = byte
        #expect(!complaint(try folder.file("a.wav", bytes)).contains("\n"))
      }
    }
  }
}
