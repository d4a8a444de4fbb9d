import CrampModel
import CrampRoutine
import UnixSignals

/// Guides a person through a routine.
struct RoutineGuide {
  /// Ten times a second: a countdown that does not stutter, and a key that is heard at once.
  private static let tick = Duration.milliseconds(100)

  let routine: Routine
  let pace: Double
  var voice: RoutineVoice
  let shape: RoutineShape

  /// Guides to the end, and tells what was measured.
  func run(with daemon: Daemon) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
    let interruption = Interruption()
    try await withThrowingTaskGroup { group in
      group.addTask { for await _ in signals { interruption.request() } }
      defer { group.cancelAll() }
      try await guided(daemon, interruption)
    }
  }

  private func guided(_ daemon: Daemon, _ interruption: Interruption) async throws {
    let words = RoutineWords(routine: routine)
    let session = RoutineSession(daemon: daemon, name: routine.name)
    let isThere = await session.start(kind: routine.kind)
    let begin = LocalTime.now
    var guide = self
    // A terminal that goes away leaves no session open.
    let outcome = await withTaskGroup(of: Void.self) { group in
      if isThere { group.addTask { await session.run() } }
      defer { session.finish() }
      return await Self.outcome { try await guide.course(words, session, interruption) }
    }
    let end = LocalTime.now
    if isThere { await session.stop() }
    for notice in session.notices { Diagnostics.say(notice) }
    let diary = try outcome.get()
    guard isThere, !session.channels.isEmpty, !interruption.isUrgent else { return }
    let events = try await session.tones(since: begin, until: end, interruption)
    let report = RoutineReport(
      words: words,
      holds: diary.holds,
      channels: session.channels,
      events: events
    )
    try Output.write(shape.glyphs.text(report.text))
  }

  private static func outcome<Value>(
    _ body: () async throws -> Value
  ) async -> Result<Value, any Error> {
    do {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  /// From the first phase to the last, or until the person has had enough.
  private mutating func course(
    _ words: RoutineWords,
    _ session: RoutineSession,
    _ interruption: Interruption
  ) async throws -> RoutineDiary {
    var display: any RoutineDisplay =
      shape.isTerminal
      ? RoutineScreen(words: words, shape: shape) : RoutineLines(words: words, shape: shape)
    var diary = RoutineDiary(phases: words.phases)
    var course = RoutineCourse(phases: words.phases)
    try display.open()
    let keys = shape.hasKeys ? RoutineKeys.take() : nil
    var clock = RoutineClock(pace: pace)
    var turns = course.begin(at: clock.now)
    while true {
      for notice in session.notices { try display.say(notice) }
      for turn in turns {
        diary.note(turn, at: LocalTime.now)
        mark(turn, words, session)
        voice.say(words.speech(for: turn))
        try display.tell(turn, at: clock.now)
      }
      if !turns.isEmpty { try Output.write(voice.bell) }
      if course.isOver { return diary }
      try display.show(course, at: clock.now)
      try await Task.sleep(for: Self.tick)
      clock.advance()
      turns = course.advance(to: clock.now)
      for command in keys?.commands() ?? [] { turns += course.obey(command, at: clock.now) }
      if interruption.isRequested { turns += course.obey(.stop, at: clock.now) }
    }
  }

  private func mark(
    _ turn: RoutineCourse.Turn,
    _ words: RoutineWords,
    _ session: RoutineSession
  ) {
    switch turn {
    case .began(let phase):
      guard let cue = words.phases[phase].cue else { return }
      session.mark(words.step(of: words.phases[phase]), cue: cue)
    case .paused(let phase): session.mark(words.step(of: words.phases[phase]), cue: "pause")
    case .resumed(let phase): session.mark(words.step(of: words.phases[phase]), cue: "resume")
    case .stopped: session.mark(routine.name, cue: "stop")
    case .finished: return
    }
  }
}
