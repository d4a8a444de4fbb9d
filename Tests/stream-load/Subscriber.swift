/// One reader of the stream, and what it lacks.
struct Subscriber {
  let socket: LoadSocket
  let isStopped: Bool
  private var lines = LineHeads()
  /// The last seq; the first is that of the greeting.
  private(set) var last: Int64?
  private(set) var isGreeted = false
  private(set) var isClosed = false
  private(set) var refusal = false
  /// How many seqs did not follow the one before.
  private(set) var jumps = 0
  private(set) var gaps = 0
  private(set) var events = 0

  init(path: String, isStopped: Bool) throws(LoadError) {
    socket = try LoadSocket(path: path)
    self.isStopped = isStopped
  }

  /// Reads what is there and notes its events.
  mutating func read(_ buffer: UnsafeMutableRawBufferPointer, _ receipts: inout Receipts) {
    guard let count = socket.read(into: buffer) else {
      isClosed = true
      return
    }
    let now = wallClock()
    var cut = LineHeads()
    swap(&cut, &lines)
    defer { swap(&cut, &lines) }
    cut.push(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { line in
      switch LineHead(line) {
      case .event(let seq):
        if let last, seq != last + 1 { jumps += 1 }
        last = seq
        events += 1
        receipts.note(seq, line: line, at: now, isLive: !isStopped)
      case .hello(let seq): last = seq
      case .snapshot: isGreeted = true
      case .gap: gaps += 1
      case .refusal: refusal = true
      case .answer, .other: break
      }
    }
  }
}

/// When each event was taken, answered and received.
struct Receipts {
  /// More seqs than any run makes.
  private static let most = 20_000_000
  /// From the mark's arrival at the daemon, by the daemon's own stamp.
  private(set) var afterTaken = Histogram()
  /// From the arrival of the answer, which comes when the event is on disk.
  private(set) var afterAnswer = Histogram()
  /// How many receipts came before the answer.
  private(set) var beforeAnswer = 0
  private(set) var live = 0
  let base: Int64
  private var taken: [Int64] = []
  private var answered: [Int64] = []

  init(base: Int64) {
    self.base = base
  }

  mutating func note(_ seq: Int64, line: UnsafeRawBufferPointer, at now: Int64, isLive: Bool) {
    guard isLive, let index = place(seq) else { return }
    live += 1
    if taken[index] == 0 { taken[index] = LineHead.detected(line) ?? -1 }
    if taken[index] > 0 { afterTaken.add(now - taken[index]) }
    if answered[index] > 0 {
      afterAnswer.add(now - answered[index])
    } else {
      beforeAnswer += 1
    }
  }

  mutating func answer(_ seq: Int64, at now: Int64) {
    if let index = place(seq) { answered[index] = now }
  }

  private mutating func place(_ seq: Int64) -> Int? {
    let index = Int(seq - base)
    guard index >= 0, index < Self.most else { return nil }
    if index >= taken.count {
      let more = repeatElement(Int64(0), count: index + 1 - taken.count)
      taken.append(contentsOf: more)
      answered.append(contentsOf: more)
    }
    return index
  }
}
