import CrampModel
import SensorProtocols
import Testing

@testable import SensorSources

struct FrameAssemblerTests {
  /// Frames are drawn as letters, a digit is a loss of so many frames, `!` declares one frame lost.
  @Test(arguments: [
    ("abc", "abc"),
    ("ab2cd", "ab 2cd"),
    ("3ab", "3ab"),
    ("ab3", "ab 3"),
    ("ab23c", "ab 5c"),  // two losses with no frame between them
    ("ab!!c", "ab 2"),  // c was declared lost already: its time has passed
    ("ab!!2c", "ab 2c"),  // the counter confirms what was declared
    ("ab!!5c", "ab 5c"),  // and knows of more
    ("ab!!!1cde", "ab 3e"),  // of fewer: the surplus is dropped
  ])
  func timeline(_ input: String, _ blocks: String) {
    var assembler = FrameAssembler(rate: Hertz(100), channelCount: 1)
    for character in input {
      var frames = SampleFrames()
      if character == "!" {
        assembler.declareLost(1)
      } else if let count = character.wholeNumberValue {
        frames.losses = [.init(frame: 0, count: count)]
        assembler.add(frames)
      } else {
        frames.values = [Float(character.asciiValue ?? 0)]
        assembler.add(frames)
      }
    }
    #expect(draw(&assembler) == blocks)
  }

  @Test func `A settled loss takes up its time, beyond what was declared`() {
    var assembler = FrameAssembler(rate: Hertz(100), channelCount: 1)
    assembler.declareLost(4)
    assembler.settle(lost: 3)
    var frames = SampleFrames()
    frames.values = [Float(Character("a").asciiValue ?? 0)]
    assembler.add(frames)
    #expect(draw(&assembler) == "7a")
    #expect(assembler.frames == 8)
  }

  @Test(arguments: [1 as UInt64, 2, 3])
  func `However the steps are cut, frames and losses are the same`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var whole = SampleFrames()
    var lost = 0
    for frame in 0..<500 {
      if random.next() % 20 == 0 {
        whole.losses.append(.init(frame: frame, count: Int(random.next() % 9) + 1))
        lost += whole.losses.last?.count ?? 0
      }
      whole.values += [Float(frame), -Float(frame)]
    }
    var assembler = FrameAssembler(rate: Hertz(100), channelCount: 2)
    var at = 0
    var seconds = 0.0
    var samples: [Float] = []
    var block = SampleBlock(channelCount: 2)
    while at < 500 {
      let end = min(500, at + Int(random.next() % 40))
      var step = SampleFrames()
      step.values = Array(whole.values[(at * 2)..<(end * 2)])
      step.losses = whole.losses.filter { (at..<end).contains($0.frame) }
        .map { .init(frame: $0.frame - at, count: $0.count) }
      assembler.add(step)
      at = end
      while random.next() % 3 > 0, assembler.next(into: &block) {
        seconds += block.gap
        samples += block.channels[1]
      }
    }
    while assembler.next(into: &block) {
      seconds += block.gap
      samples += block.channels[1]
    }
    #expect(samples == (0..<500).map { -Float($0) })
    #expect(Int((seconds * 100).rounded()) == lost)
    #expect(assembler.frames == 500 + lost)
  }

  /// Blocks with blanks between them; the number of missing frames stands before the frames.
  private func draw(_ assembler: inout FrameAssembler) -> String {
    var blocks: [String] = []
    var block = SampleBlock(channelCount: 1)
    while assembler.next(into: &block) {
      let lost = Int((block.gap * 100).rounded())
      let letters = block.channels[0].map { String(UnicodeScalar(UInt8($0))) }.joined()
      blocks.append((lost > 0 ? "\(lost)" : "") + letters)
    }
    return blocks.joined(separator: " ")
  }
}
