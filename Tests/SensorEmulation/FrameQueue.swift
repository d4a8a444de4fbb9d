/// The bytes that wait in a sensor for the host to fetch them, and the frames among them.
///
/// What does not fit is lost, the newest first, as in the FIFO of a chip.
public struct FrameQueue: Hashable, Sendable {
  /// How many bytes fit; `nil` for any number.
  public var limit: Int?
  /// Bytes that did not fit.
  public private(set) var lostBytes = 0
  /// Frames of which a byte did not fit.
  public private(set) var lostFrames = 0
  /// Frames of which the last byte was taken.
  public private(set) var deliveredFrames = 0
  /// Bytes that the host had no use for.
  public private(set) var purgedBytes = 0
  /// Frames that the host had no use for.
  public private(set) var purgedFrames = 0
  /// Whether bytes were lost since this was last asked.
  private var overran = false

  private var bytes: [UInt8] = []
  private var head = 0
  /// Position in the whole stream of the byte at ``head``.
  private var taken = 0
  private var frameEnds: [Int] = []
  private var firstEnd = 0

  /// An empty queue.
  public init(limit: Int?) {
    self.limit = limit
  }

  /// How many bytes wait.
  public var count: Int { bytes.count - head }
  /// How many frames wait.
  public var waitingFrames: Int { frameEnds.count - firstEnd }

  /// Whether bytes were lost since the last call.
  public mutating func takeOverrun() -> Bool {
    defer { overran = false }
    return overran
  }

  /// Appends bytes.
  ///
  /// - Parameters:
  ///   - output: The bytes and where their frames lie.
  ///   - unit: Bytes that are kept or lost together: 1, or the length of a report.
  public mutating func append(_ output: FirmwareOutput, unit: Int = 1) {
    let room = limit.map { max(0, $0 - count) / unit * unit } ?? output.bytes.count
    let kept = min(room, output.bytes.count)
    let start = taken + count
    bytes += output.bytes.prefix(kept)
    lostBytes += output.bytes.count - kept
    overran = overran || kept < output.bytes.count
    for frame in output.frames {
      if frame.upperBound <= kept {
        frameEnds.append(start + frame.upperBound)
      } else {
        lostFrames += 1
      }
    }
  }

  /// Takes up to `count` bytes.
  public mutating func take(_ count: Int) -> [UInt8] {
    let count = min(max(0, count), self.count)
    let result = Array(bytes[head..<head + count])
    head += count
    taken += count
    while firstEnd < frameEnds.count, frameEnds[firstEnd] <= taken {
      firstEnd += 1
      deliveredFrames += 1
    }
    compact()
    return result
  }

  /// Forgets all that waits, because the host says so.
  public mutating func removeAll() {
    purgedFrames += waitingFrames
    purgedBytes += count
    taken += count
    bytes.removeAll(keepingCapacity: true)
    frameEnds.removeAll(keepingCapacity: true)
    head = 0
    firstEnd = 0
  }

  private mutating func compact() {
    if head > 65_536 || head == bytes.count {
      bytes.removeFirst(head)
      head = 0
    }
    if firstEnd > 4_096 || firstEnd == frameEnds.count {
      frameEnds.removeFirst(firstEnd)
      firstEnd = 0
    }
  }
}
