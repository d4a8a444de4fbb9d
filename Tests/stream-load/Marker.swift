/// A connection that makes events.
struct Marker {
  let socket: LoadSocket
  private var lines = LineHeads()
  private(set) var isReady = false
  private(set) var isClosed = false
  private(set) var refused = 0
  private(set) var answers = 0
  private(set) var newest: Int64 = 0
  /// When the requests that have no answer were sent; answers come in order.
  private var sent: [Int64] = []

  /// Connects, and asks for no events, so that reading them is left to the subscribers.
  init(path: String) throws(LoadError) {
    socket = try LoadSocket(path: path)
    try socket.write(
      #"{"jsonrpc":"2.0","id":0,"method":"subscribe","params":{"types":["calibration.changed"]}}"#
    )
  }

  var inFlight: Int { sent.count }

  /// Asks for an event.
  mutating func mark(_ number: Int) throws(LoadError) {
    sent.append(wallClock())
    try socket.write(
      #"{"jsonrpc":"2.0","id":1,"method":"mark","params":{"text":"load \#(number)"}}"#
    )
  }

  /// Reads answers.
  mutating func read(
    _ buffer: UnsafeMutableRawBufferPointer,
    _ receipts: inout Receipts,
    _ trips: inout Histogram
  ) {
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
      case .answer(id: 0, seq: _): isReady = true
      case .answer(id: _, let seq?):
        receipts.answer(seq, at: now)
        newest = max(newest, seq)
        answers += 1
        if !sent.isEmpty { trips.add(now - sent.removeFirst()) }
      case .refusal, .answer:
        refused += 1
        if !sent.isEmpty { sent.removeFirst() }
      case .hello, .snapshot, .event, .gap, .other: break
      }
    }
  }
}
