internal import CrampModel
internal import SensorProtocols

/// Turns the frames of a conversation into blocks, and what is missing among them into gaps.
///
/// Every frame, come or lost, takes up its time in the stream. A silence may be declared lost
/// while it lasts; frames of it that come after all are then dropped, for their time has passed.
struct FrameAssembler: Sendable {
  private let rate: Double
  private let channelCount: Int
  private var values: [Float] = []
  private var losses: [SampleFrames.Loss] = []
  private var taken = 0
  private var nextLoss = 0
  private var declared = 0

  /// Frames so far, lost ones included.
  private(set) var frames = 0

  /// An assembler of frames of `channelCount` values.
  init(rate: Hertz, channelCount: Int) {
    precondition(channelCount > 0, "a sensor has channels")
    self.rate = rate.value
    self.channelCount = channelCount
  }

  /// Takes in what a step of the conversation brought.
  mutating func add(_ more: SampleFrames) {
    var begin = 0
    for loss in more.losses {
      append(more.values, from: begin, to: loss.frame)
      begin = loss.frame
      lose(loss.count)
    }
    append(more.values, from: begin, to: more.values.count / channelCount)
  }

  /// Declares frames lost that have not come and may still come.
  mutating func declareLost(_ count: Int) {
    guard count > 0 else { return }
    declared += count
    frames += count
    note(count)
  }

  /// Loses frames that can no longer come, beyond those that were declared lost.
  mutating func settle(lost count: Int) {
    declared = 0
    guard count > 0 else { return }
    frames += count
    note(count)
  }

  /// The next block: samples up to the next loss.
  ///
  /// - Parameter block: Cleared first, its storage kept.
  /// - Returns: `false` if there is nothing.
  mutating func next(into block: inout SampleBlock) -> Bool {
    block.removeAll()
    if nextLoss < losses.count, losses[nextLoss].frame == taken {
      block.gap = Double(losses[nextLoss].count) / rate
      nextLoss += 1
    }
    let end = nextLoss < losses.count ? losses[nextLoss].frame : values.count / channelCount
    for channel in 0..<channelCount {
      for frame in taken..<end {
        block.channels[channel].append(values[frame * channelCount + channel])
      }
    }
    taken = end
    if taken * channelCount == values.count, nextLoss == losses.count {
      values.removeAll(keepingCapacity: true)
      losses.removeAll(keepingCapacity: true)
      taken = 0
      nextLoss = 0
    }
    return !block.isEmpty
  }

  private mutating func append(_ more: [Float], from begin: Int, to end: Int) {
    var begin = begin
    let late = min(declared, max(0, end - begin))
    declared -= late
    begin += late
    guard begin < end, end * channelCount <= more.count else { return }
    // A frame that comes in its time ends the silence.
    declared = 0
    frames += end - begin
    values.append(contentsOf: more[(begin * channelCount)..<(end * channelCount)])
  }

  private mutating func lose(_ count: Int) {
    let known = min(declared, count)
    declared -= known
    guard count > known else { return }
    frames += count - known
    note(count - known)
  }

  private mutating func note(_ count: Int) {
    let frame = values.count / channelCount
    if let last = losses.last, losses.count > nextLoss, last.frame == frame {
      losses[losses.count - 1] = SampleFrames.Loss(frame: frame, count: last.count + count)
    } else {
      losses.append(SampleFrames.Loss(frame: frame, count: count))
    }
  }
}
