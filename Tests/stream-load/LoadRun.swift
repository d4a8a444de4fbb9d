import CrampModel

/// What a run is asked to do.
struct LoadPlan {
  var socket: String
  var subscribers: Int
  var stopped: Int
  var rate: Double
  var seconds: Double
  var markers: Int
  var inFlight: Int
  var seed: UInt64
}

/// One run: subscribers that read, subscribers that do not, and markers that make events.
struct LoadRun {
  /// A daemon that tells nobody anything for so long has lost something.
  private static let patience: Int64 = 30_000_000

  let plan: LoadPlan
  let daemon: ProcessUse
  private(set) var subscribers: [Subscriber] = []
  private(set) var markers: [Marker] = []
  private(set) var receipts = Receipts(base: 0)
  private(set) var trips = Histogram()
  private(set) var sent = 0
  private(set) var sending = 0.0
  private(set) var memory = MemoryUse()
  private(set) var wakeSeconds = 0.0
  private let poller: Poller
  private var random: SplitMix64
  private var nextLook: Int64 = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 262_144, alignment: 16)

  /// The daemon's resident memory in KiB at points of the run.
  struct MemoryUse {
    var idle = 0
    var connected = 0
    var most = 0
    var sent = 0
    var end = 0
  }

  init(plan: LoadPlan, daemon: ProcessUse) throws(LoadError) {
    self.plan = plan
    self.daemon = daemon
    poller = try Poller()
    random = SplitMix64(seed: plan.seed)
  }

  mutating func run() throws(LoadError) {
    memory.idle = daemon.memory.now
    try connect()
    memory.connected = daemon.memory.now
    try send()
    memory.sent = daemon.memory.now
    try drain(isLive: true)
    try wake()
    memory.end = daemon.memory.now
  }

  /// The newest seq that the daemon has answered a mark with.
  var newest: Int64 { markers.map(\.newest).max() ?? 0 }

  private mutating func connect() throws(LoadError) {
    for number in 0..<plan.subscribers {
      let isStopped = number >= plan.subscribers - plan.stopped
      let subscriber = try Subscriber(path: plan.socket, isStopped: isStopped)
      try poller.add(subscriber.socket, tag: number)
      subscribers.append(subscriber)
      try wait { $0.subscribers[number].isGreeted }
      if isStopped { poller.remove(subscriber.socket) }
    }
    receipts = Receipts(base: (subscribers.first?.last ?? 0) + 1)
    for number in 0..<plan.markers {
      let marker = try Marker(path: plan.socket)
      try poller.add(marker.socket, tag: plan.subscribers + number)
      markers.append(marker)
      try wait { $0.markers[number].isReady }
    }
  }

  /// Makes events at random moments, as a Poisson process does, each on a random connection.
  private mutating func send() throws(LoadError) {
    var free = Array(markers.indices)
    let begin = wallClock()
    let end = begin + Int64(plan.seconds * 1e6)
    var due = Double(begin)
    while wallClock() < end {
      let now = wallClock()
      while due <= Double(now), !free.isEmpty {
        let place = Int(random.next() % UInt64(free.count))
        let marker = free[place]
        sent += 1
        try markers[marker].mark(sent)
        if markers[marker].inFlight >= plan.inFlight { free.swapAt(place, free.count - 1) }
        if markers[marker].inFlight >= plan.inFlight { free.removeLast() }
        due -= log1(random.uniform()) * 1e6 / plan.rate
      }
      let pause = free.isEmpty ? 100 : max(1, min(100, (due - Double(now)) / 1_000))
      try poll(milliseconds: Int32(pause)) { run, marker in
        let isFull = run.markers[marker].inFlight >= run.plan.inFlight
        if !isFull, !free.contains(marker) { free.append(marker) }
      }
    }
    sending = Double(wallClock() - begin) / 1e6
  }

  /// Reads until everybody has everything, or nothing comes any more.
  private mutating func drain(isLive: Bool) throws(LoadError) {
    var heard = wallClock()
    var events = -1
    while wallClock() - heard < Self.patience {
      let isAnswered = markers.allSatisfy { $0.inFlight == 0 || $0.isClosed }
      let newest = newest
      let isDone = subscribers.allSatisfy { subscriber in
        subscriber.isStopped == isLive || subscriber.isClosed || (subscriber.last ?? 0) >= newest
      }
      if isAnswered, isDone { return }
      try poll(milliseconds: 20)
      let now = subscribers.reduce(0) { $0 + $1.events }
      if now != events { heard = wallClock() }
      events = now
    }
  }

  /// Lets those who were stopped read.
  private mutating func wake() throws(LoadError) {
    let begin = wallClock()
    for (number, subscriber) in subscribers.enumerated() where subscriber.isStopped {
      try poller.add(subscriber.socket, tag: number)
    }
    try drain(isLive: false)
    wakeSeconds = Double(wallClock() - begin) / 1e6
  }

  /// Reads until a condition holds.
  private mutating func wait(_ isDone: (Self) -> Bool) throws(LoadError) {
    let begin = wallClock()
    while !isDone(self) {
      try poll(milliseconds: 100)
      let isRefused = subscribers.contains { $0.refusal || $0.isClosed }
      if isRefused || markers.contains(where: { $0.isClosed || $0.refused > 0 }) {
        throw LoadError(
          "the daemon refuses connection \(subscribers.count + markers.count); see its limits"
        )
      }
      if wallClock() - begin > Self.patience { throw LoadError("the daemon does not answer") }
    }
  }

  private mutating func poll(
    milliseconds: Int32,
    _ answered: (inout Self, Int) -> Void = { _, _ in }
  ) throws(LoadError) {
    for tag in poller.wait(milliseconds: milliseconds) {
      let number = Int(tag)
      if number < subscribers.count, number < plan.subscribers {
        subscribers[number].read(buffer, &receipts)
        if subscribers[number].isClosed { poller.remove(subscribers[number].socket) }
      } else {
        let marker = number - plan.subscribers
        markers[marker].read(buffer, &receipts, &trips)
        if markers[marker].isClosed { poller.remove(markers[marker].socket) }
        answered(&self, marker)
      }
    }
    look()
  }

  /// Looks at the daemon's memory, twice a second.
  private mutating func look() {
    let now = wallClock()
    guard now >= nextLook else { return }
    nextLook = now + 500_000
    memory.most = max(memory.most, daemon.memory.now)
  }
}
