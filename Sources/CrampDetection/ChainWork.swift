internal import CrampModel

/// The work of the muscles of one chain, in a session.
///
/// A second counts as work if one muscle contracts and every one can be judged. Ten of them are a
/// block; the shares of the last six blocks are the last minute of work. A session ends when the
/// chain has not worked for half an hour.
struct ChainWork: Sendable {
  /// Seconds of work in a block.
  static let blockSeconds = 10
  /// Blocks that the beginning of a session holds: two minutes of work, our assumption.
  static let firstBlocks = 12
  /// Seconds without work after which a session is over: our assumption.
  static let pause = 1_800

  /// The chain's name.
  let name: String
  /// The positions of its channels in the stream.
  let channels: [Int]
  /// The muscles, in the same order.
  private(set) var muscles: [MuscleWork]
  /// Seconds of work in the session.
  private(set) var seconds = 0
  /// The shares at the session's beginning, in per cent; `nil` until that is over.
  private(set) var before: [Double]?
  /// The shares of the last blocks, the oldest first, in per cent.
  private(set) var recent: [[Double]] = []
  /// The second at which each of them began.
  private(set) var starts: [Int] = []

  private var block: [Double]
  private var blockStart = 0
  private var blockCount = 0
  private var sinceWork = 0
  private var told: [Bool]
  private var passed: [MuscleWork.Second]

  init(name: String, channels: [Int], maxima: [Double?]) {
    self.name = name
    self.channels = channels
    muscles = maxima.map(MuscleWork.init(maximum:))
    block = Array(repeating: 0, count: channels.count)
    told = Array(repeating: false, count: channels.count)
    passed = Array(repeating: MuscleWork.Second(), count: channels.count)
    recent.reserveCapacity(Compensation.blocks + 1)
    starts.reserveCapacity(Compensation.blocks + 1)
  }

  /// Takes in a hop of one of its channels.
  mutating func advance(_ row: FeatureRow, member: Int, rest: Double?) {
    muscles[member].advance(row, rest: rest)
  }

  /// Ends a second of the stream.
  ///
  /// - Parameter second: Its number.
  /// - Returns: A compensation that has become certain.
  mutating func endSecond(_ second: Int) -> Compensation? {
    var isJudged = true
    var isWorking = false
    for member in muscles.indices {
      passed[member] = muscles[member].endSecond(at: Double(second + 1) / 60)
      isJudged = isJudged && passed[member].isJudged
      isWorking = isWorking || passed[member].isWorking
    }
    guard isJudged, isWorking else {
      rest()
      return nil
    }
    sinceWork = 0
    seconds += 1
    if seconds % Self.blockSeconds == 1 { blockStart = second }
    for member in muscles.indices {
      block[member] += passed[member].work
      muscles[member].count(passed[member])
    }
    guard seconds % Self.blockSeconds == 0 else { return nil }
    endBlock()
    return compensation()
  }

  /// Turns works into each one's share, in per cent; none of no work.
  static func makeShares(of works: inout [Double]) {
    let sum = works.reduce(0, +)
    for member in works.indices { works[member] = sum > 0 ? 100 * works[member] / sum : 0 }
  }

  private mutating func rest() {
    sinceWork += 1
    guard sinceWork == Self.pause, seconds > 0 else { return }
    for member in muscles.indices {
      muscles[member].restart()
      block[member] = 0
      told[member] = false
    }
    seconds = 0
    blockCount = 0
    before = nil
    recent.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
  }

  private mutating func endBlock() {
    blockCount += 1
    Self.makeShares(of: &block)
    recent.append(block)
    starts.append(blockStart)
    if recent.count > Compensation.blocks {
      recent.removeFirst()
      starts.removeFirst()
    }
    for member in block.indices { block[member] = 0 }
    guard blockCount == Self.firstBlocks else { return }
    var first = muscles.map(\.total)
    Self.makeShares(of: &first)
    before = first
  }

  /// Says each muscle's loss once, until the muscle is back.
  private mutating func compensation() -> Compensation? {
    guard let before, blockCount >= Self.firstBlocks + Compensation.blocks else { return nil }
    for muscle in told.indices
    where -Compensation.change(of: muscle, before, recent) < Compensation.end {
      told[muscle] = false
    }
    let tiring = muscles.map { Fatigue($0.slope)?.isTiring ?? false }
    guard let found = Compensation(before: before, recent: recent, isTiring: tiring),
      !told[found.from]
    else { return nil }
    told[found.from] = true
    return found
  }
}
