internal import CrampModel
internal import SensorProtocols
internal import USBTransport

/// Puts the frames of a sensor in their place in time, live and from a capture alike.
struct SampleFlow: Sendable {
  private let rate: Double
  private let channelCount: Int
  private var assembler: FrameAssembler
  private var isResuming = false
  private var hopGauge: HopGauge

  /// The sensor's own clock.
  private(set) var clock: SampleClock
  /// What is tried while nothing comes.
  var ladder: RecoveryLadder

  /// A flow that begins.
  init(_ account: SensorAccount, at time: Duration) {
    let rate = account.channels.first?.rate ?? Hertz(1)
    self.rate = rate.value
    channelCount = max(1, account.channels.count)
    assembler = FrameAssembler(rate: rate, channelCount: channelCount)
    clock = SampleClock(nominal: rate)
    hopGauge = HopGauge(rate: rate.value)
    ladder = RecoveryLadder(at: time)
  }

  /// The conversation is begun anew: what is lost by then, only the clock knows.
  mutating func interrupt() {
    isResuming = true
  }

  /// Notes how many bytes brought frames.
  mutating func gauge(_ bytes: Int, for frames: SampleFrames) {
    hopGauge.note(bytes: bytes, frames: frames.values.count / channelCount)
  }

  /// What is to come before a hop of the detector is complete.
  var restOfHop: ByteBatch { hopGauge.rest(after: assembler.frames) }

  /// Takes frames in.
  ///
  /// - Parameters:
  ///   - frames: What a step of the conversation brought.
  ///   - time: When it came.
  /// - Returns: Whether there were any.
  mutating func absorb(_ frames: SampleFrames, at time: Duration) -> Bool {
    guard !frames.values.isEmpty else { return false }
    if isResuming {
      isResuming = false
      let expected = clock.frame(at: time).map { Int($0.rounded()) } ?? 0
      assembler.settle(lost: expected - assembler.frames - frames.values.count / channelCount)
    }
    assembler.add(frames)
    clock.note(frame: assembler.frames, at: time)
    ladder.frames(at: time)
    return true
  }

  /// Lets the stream's time go on in a silence, in steps of about a second.
  mutating func declareSilence(upTo time: Duration) {
    guard let expected = clock.frame(at: time), expected.isFinite,
      expected - Double(assembler.frames) >= rate * 0.9
    else { return }
    assembler.declareLost(Int(expected) - assembler.frames)
  }

  /// The next samples or gap; see ``FrameAssembler/next(into:)``.
  mutating func next(into block: inout SampleBlock) -> Bool {
    assembler.next(into: &block)
  }
}
