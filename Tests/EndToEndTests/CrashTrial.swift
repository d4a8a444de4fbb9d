import CrampModel
import Foundation
import GRDB

/// Kills a daemon at random moments, and holds what was told against what the journal has kept.
final class CrashTrial {
  private static let fixtures = [
    "short-cramp", "mains-hum-is-not-a-cramp", "leg-movements-are-not-a-cramp",
  ]

  private let seed: UInt64
  private var random: SplitMix64
  private let scratch: Scratch
  private let seen = SeenEvents()
  private let subscribers: [CrashSubscriber]
  private let marks = CrashMarks()
  private var daemon: RunningDaemon?
  private(set) var killedAtStart = 0

  init(seed: UInt64) throws {
    self.seed = seed
    random = SplitMix64(seed: seed)
    scratch = try Scratch()
    // A sensor that is a recording is named after its file.
    for fixture in Self.fixtures {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.path("\(fixture).edf"),
        withDestinationPath: Fixture.recording(fixture)
      )
    }
    subscribers = Self.subscribers(seen)
  }

  /// What a trial has to tell.
  struct Summary: Sendable {
    var rounds = 0
    var killedAtStart = 0
    var events = 0
    var told = 0
    var marks = 0
    /// Who was told nothing.
    var silent: [String] = []
  }

  /// Kills the daemon `rounds` times, then lets everybody catch up and judges.
  ///
  /// - Throws: What was promised and is not so, with the seed and the round.
  func run(rounds: Int, progress: (Int, Summary) -> Void = { _, _ in }) throws -> Summary {
    var summary = Summary()
    for round in 1...rounds {
      try naming("round \(round)") { try killOnce(round) }
      summary.rounds = round
      summary.killedAtStart = killedAtStart
      summary.events = Int(seen.newest)
      progress(round, summary)
    }
    return try naming("the end after \(rounds) rounds") {
      let journal = try lastRun()
      summary.events = journal.count
      summary.marks = try marks.check(journal)
      try seen.check(journal)
      for subscriber in subscribers { summary.told += try Self.check(subscriber, journal) }
      summary.silent = subscribers.filter(\.seqs.isEmpty).map(\.name)
      return summary
    }
  }

  private func naming<Result>(_ place: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw Disappointment("seed \(seed), \(place): \(error); log: \(daemon?.log ?? "")")
    }
  }

  private func start() throws {
    let sensors = Self.fixtures.flatMap {
      ["--sensor", "replay:\(scratch.path($0)).edf?speed=max&loop=1"]
    }
    daemon = try RunningDaemon(sensors + ["--log-level", "error"], in: scratch)
  }

  private func killOnce(_ round: Int) throws {
    try start()
    if Int.random(in: 0..<5, using: &random) == 0 {
      // While it opens the journal, checks it, and makes its socket.
      usleep(UInt32.random(in: 0..<200_000, using: &random))
      killedAtStart += 1
    } else {
      try connectAll()
      let moment = ContinuousClock.now + .milliseconds(Int.random(in: 0..<400, using: &random))
      while ContinuousClock.now < moment { try turn(round) }
    }
    try kill()
  }

  private func kill() throws {
    guard let daemon else { return }
    guard daemon.isRunning else { throw Disappointment("the daemon ended by itself") }
    daemon.signal(SIGKILL)
    guard try daemon.end().signalled else { throw Disappointment("the daemon ended by itself") }
    for subscriber in subscribers {
      if subscriber.manner == .slow { subscriber.hangUp() } else { try subscriber.readToEnd() }
    }
    try marks.readToEnd()
  }

  private func connectAll() throws {
    guard let daemon else { return }
    for subscriber in subscribers {
      try daemon.untilItListens { subscriber.connect(to: daemon.socket) }
    }
    try daemon.untilItListens { marks.connect(to: daemon.socket) }
  }

  /// Lets each subscriber do what it does, and a person say something.
  private func turn(_ round: Int) throws {
    var polls = subscribers.filter { $0.manner != .slow }.map {
      pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
    }
    poll(&polls, nfds_t(polls.count), 5)
    for subscriber in subscribers {
      if subscriber.manner == .slow, Int.random(in: 0..<4, using: &random) > 0 { continue }
      if subscriber.manner == .fickle, Int.random(in: 0..<20, using: &random) == 0 {
        subscriber.hangUp()
        _ = subscriber.connect(to: scratch.path("s"))
      }
      _ = try subscriber.read()
    }
    try marks.turn(round)
  }

  /// Starts once more, without a kill, and waits until everybody has everything up to a moment.
  private func lastRun() throws -> [String] {
    try start()
    try connectAll()
    guard let daemon else { return [] }
    let journal = try CrashJournal(daemon.journal).lines()
    for subscriber in subscribers {
      let last = journal.lastIndex(where: subscriber.wants) ?? -1
      try daemon.untilItListens(within: 60) {
        while try subscriber.read() {}
        if !subscriber.isConnected { _ = subscriber.connect(to: daemon.socket) }
        // On a slow machine no round may have come as far as what it waits for.
        return !subscriber.seqs.isEmpty && (subscriber.seqs.last ?? -1) > last
      }
    }
    daemon.signal(SIGKILL)
    _ = try daemon.end()
    // Somebody may have been told more than the others by now, and it is kept as well.
    return try CrashJournal(daemon.journal).lines()
  }

  /// How many events a subscriber was told: what it wants of the journal, without repeat or hole.
  private static func check(
    _ subscriber: CrashSubscriber,
    _ journal: [String]
  ) throws -> Int {
    let start = subscriber.start ?? 0
    let end = subscriber.seqs.last ?? start
    let due = zip(1..., journal).filter { seq, text in
      seq > start && seq <= end && subscriber.wants(text)
    }
    guard subscriber.seqs == due.map({ Int64($0.0) }) else {
      let difference = Set(due.map { Int64($0.0) }).symmetricDifference(subscriber.seqs).sorted()
      throw Disappointment(
        "\(subscriber.name): told too much or too little: \(difference.prefix(9))"
      )
    }
    return due.count
  }

  private static func subscribers(_ seen: SeenEvents) -> [CrashSubscriber] {
    let isMark: (String) -> Bool = { $0.member("type") == "\"marker\"" }
    let isOfSignal: (String) -> Bool = { $0.member("type")?.hasPrefix("\"signal.") == true }
    let calf: (String) -> Bool = { $0.member("channel") == "\"left-calf\"" }
    let hasSensor: (String) -> Bool = { $0.member("sensor") == "\"replay:short-cramp.edf\"" }
    return [
      CrashSubscriber("all from the beginning", seen: seen),
      CrashSubscriber("all from now on", from: nil, seen: seen),
      CrashSubscriber("markers", wanted: #","types":["marker"]"#, seen: seen, wants: isMark),
      CrashSubscriber("signal.*", wanted: #","types":"signal.*""#, seen: seen, wants: isOfSignal),
      CrashSubscriber(
        "one channel",
        wanted: #","channels":["left-calf"]"#,
        seen: seen,
        wants: calf
      ),
      CrashSubscriber(
        "one sensor",
        .fickle,
        wanted: #","sensors":["replay:short-cramp.edf"]"#,
        seen: seen,
        wants: hasSensor
      ),
      CrashSubscriber("slow", .slow, seen: seen),
      CrashSubscriber("fickle", .fickle, seen: seen),
    ]
  }
}

/// The journal as any tool of SQLite sees it.
private struct CrashJournal {
  private let database: DatabaseQueue

  init(_ path: String) throws {
    database = try DatabaseQueue(path: path)
  }

  /// The stored texts; their seqs are 1, 2, 3 and so on.
  func lines() throws -> [String] {
    try database.read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT seq, json FROM events ORDER BY seq")
      return try zip(Int64(1)..., rows).map { expected, row in
        let text: String = row["json"]
        guard row["seq"] == expected, text.member("seq") == "\(expected)" else {
          throw Disappointment("seq \(expected) is missing from the journal, or not \(text)")
        }
        return text
      }
    }
  }
}
