import CrampModel
import SensorProtocols
import Testing

/// What every family's stream has to stand.
struct SampleStreamTests {
  /// Feeds pieces of a stream, each with its time.
  private func play(
    _ pieces: [(bytes: [UInt8], time: Duration)],
    _ stream: SampleStream
  ) -> DialogueStep {
    var dialogue = stream.open()
    var step = DialogueStep()
    for piece in pieces { dialogue.receive(piece.bytes.span, at: piece.time, into: &step) }
    #expect(dialogue.phase == .streaming)
    #expect(dialogue.account.channels.count == stream.channelCount)
    return step
  }

  private func packets(_ numbers: Range<Int>, _ stream: SampleStream) -> [UInt8] {
    numbers.flatMap { stream.packet($0) }
  }

  private func play(_ bytes: [UInt8], _ stream: SampleStream) -> DialogueStep {
    play([(bytes, SampleStream.start)], stream)
  }

  private func skipped(_ step: DialogueStep) -> Int {
    step.notices.reduce(0) { sum, notice in
      if case .skipped(let bytes) = notice { sum + bytes } else { sum }
    }
  }

  private func garbage(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  @Test(arguments: SampleStream.all)
  func `All packets become frames`(stream: SampleStream) {
    let step = play(packets(0..<300, stream), stream)
    let frames = step.frames.values.count / stream.channelCount
    #expect(frames == (300 - stream.held) * stream.framesPerPacket)
    #expect(step.frames.losses.isEmpty)
    #expect(!step.frames.values.contains { $0.isNaN })
  }

  @Test(arguments: SampleStream.all)
  func `Where a stream is cut into pieces does not matter`(stream: SampleStream) {
    let bytes =
      packets(0..<4, stream) + garbage(21, seed: 4) + packets(4..<6, stream)
      + packets(7..<12, stream)
    let whole = play(bytes, stream)
    #expect(whole.frames.losses.count == 1 + stream.held)
    for cut in 0...bytes.count {
      let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
      let step = play(pieces.map { ($0, SampleStream.start) }, stream)
      #expect(step.frames == whole.frames && step.notices == whole.notices, "cut at \(cut)")
    }
    let step = play(bytes.map { ([$0], SampleStream.start) }, stream)
    #expect(step.frames == whole.frames && step.notices == whole.notices)
  }

  @Test(arguments: SampleStream.all)
  func `After garbage of any length the frames go on, and the bytes are counted`(
    stream: SampleStream
  ) {
    let clean = play(packets(0..<12, stream), stream)
    for length in 1...80 {
      let bytes =
        packets(0..<6, stream) + garbage(length, seed: UInt64(length)) + packets(6..<12, stream)
      let step = play(bytes, stream)
      let held = stream.held * stream.framesPerPacket * stream.channelCount
      let half = 6 * stream.framesPerPacket * stream.channelCount
      #expect(step.frames.values.prefix(half - held) == clean.frames.values.prefix(half - held))
      #expect(step.frames.values.suffix(half - held) == clean.frames.values.suffix(half - held))
      let frames = step.frames.values.count - clean.frames.values.count
      let bogus = frames / stream.channelCount / stream.framesPerPacket + stream.held
      #expect((0...stream.mostBogus).contains(bogus), "garbage of \(length)")
      let dropped = (stream.held - bogus) * stream.packet(5).count
      #expect(skipped(step) - skipped(clean) == length + dropped, "garbage of \(length)")
    }
  }

  @Test(arguments: SampleStream.all)
  func `Garbage before the first packet is skipped`(stream: SampleStream) {
    let clean = play(packets(0..<12, stream), stream)
    for length in 1...80 {
      let step = play(garbage(length, seed: 99) + packets(0..<12, stream), stream)
      #expect(step.frames == clean.frames, "garbage of \(length)")
    }
  }

  /// Where the next packet's start is the proof, a byte that is missing there costs two.
  @Test(arguments: SampleStream.all)
  func `A byte that is missing costs one packet`(stream: SampleStream) {
    let size = stream.packet(0).count
    let clean = play(packets(0..<20, stream), stream)
    for offset in 0..<size {
      var bytes = packets(0..<20, stream)
      bytes.remove(at: 8 * size + offset)
      let step = play(bytes, stream)
      let values = (11 - stream.held) * stream.framesPerPacket * stream.channelCount
      #expect(step.frames.values.suffix(values) == clean.frames.values.suffix(values))
      let packets = offset < 2 * stream.held ? 2 : 1
      #expect(
        step.frames.losses.map(\.count) == [packets * stream.framesPerPacket],
        "byte \(offset)"
      )
    }
  }

  @Test(arguments: SampleStream.all, [1, 2, 7, 14, 127, 255, 256, 300, 512, 1_000])
  func `Missing packets are counted exactly, by counter and clock`(
    stream: SampleStream,
    gap: Int
  ) {
    let pause = Double((gap + 1) * stream.framesPerPacket) / stream.rate
    guard gap < stream.modulus - 1 || pause > 0.25 else { return }
    let numbers = Array(0..<40) + Array((40 + gap)..<(80 + gap))
    let step = play(numbers.map { (stream.packet($0), stream.time(of: $0)) }, stream)
    #expect(step.frames.losses.map(\.count) == [gap * stream.framesPerPacket])
    #expect(step.frames.losses.map(\.frame) == [40 * stream.framesPerPacket])
    let frames = (80 - stream.held) * stream.framesPerPacket
    #expect(step.frames.values.count == frames * stream.channelCount)
  }

  @Test(arguments: SampleStream.all)
  func `Packets that come late and all at once are not taken for lost ones`(stream: SampleStream) {
    let pieces = (0..<40).map {
      (packets((5 * $0)..<(5 * $0 + 5), stream), stream.time(of: 5 * $0))
    }
    #expect(play(pieces, stream).frames.losses.isEmpty)
    let late = (0..<40).map { packet in
      (stream.packet(packet), stream.time(of: packet) + .milliseconds(packet == 20 ? 100 : 0))
    }
    let ordered = late.enumerated().map { index, piece in
      (piece.0, late[...index].map(\.1).max() ?? piece.1)
    }
    #expect(play(ordered, stream).frames.losses.isEmpty)
  }

  @Test(arguments: SampleStream.all)
  func `Random bytes give few frames, and the stream is found again behind them`(
    stream: SampleStream
  ) {
    var dialogue = stream.open()
    var random = SplitMix64(seed: 7)
    var step = DialogueStep()
    var time = SampleStream.start
    dialogue.receive(packets(0..<3, stream).span, at: time, into: &step)
    var left = 200_000
    var values = 0
    while left > 0 {
      let bytes = garbage(Int(random.next() % 700), seed: random.next())
      step.removeAll()
      dialogue.receive(bytes.span, at: time, into: &step)
      dialogue.advance(to: time, into: &step)
      values += step.frames.values.count
      #expect(step.frames.values.count <= (bytes.count + 1_000) * stream.channelCount)
      #expect(step.actions.isEmpty)
      left -= bytes.count
      time += .milliseconds(20)
    }
    #expect(values / stream.channelCount < 200)
    step.removeAll()
    dialogue.receive(packets(3..<23, stream).span, at: time, into: &step)
    let frames = step.frames.values.count / stream.channelCount
    #expect(frames >= (20 - stream.held) * stream.framesPerPacket)
  }

  @Test(arguments: SampleStream.all)
  func `A dialogue that gets random bytes from the start ends, and can begin again`(
    stream: SampleStream
  ) {
    var dialogue = stream.open()
    var random = SplitMix64(seed: 11)
    var step = DialogueStep()
    var time = SampleStream.start
    for _ in 0..<40 {
      dialogue.begin(at: time, into: &step)
      #expect(dialogue.phase == .opening)
      for _ in 0..<200 {
        dialogue.advance(to: time, into: &step)
        let bytes = garbage(Int(random.next() % 60), seed: random.next())
        dialogue.receive(bytes.span, at: time, into: &step)
        time += .milliseconds(150)
      }
      #expect(dialogue.phase != .opening)
      #expect(step.actions.count < 60)
      step.removeAll()
    }
  }
}
