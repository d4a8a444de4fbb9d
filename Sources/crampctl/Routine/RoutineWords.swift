import CrampRoutine

/// What a person is told in a routine.
struct RoutineWords {
  let routine: Routine
  let phases: [RoutinePhase]

  init(routine: Routine) {
    self.routine = routine
    phases = routine.phases
  }

  /// What comes before all; the words of a practice were agreed to already.
  var opening: [String] {
    let title = routine.title.isEmpty ? routine.name : routine.title
    let holds = NumberText.count(phases.count { $0.kind == .hold }, "hold")
    return ["\(TextTable.plain(title)): \(holds), \(NumberText.length(routine.length))"]
      + (routine.kind == .practice ? [] : SafetyWords(routine: routine).lines)
  }

  /// What a phase is called.
  func title(of phase: Int) -> String {
    switch phases[phase].kind {
    case .preparation: "get ready"
    case .hold: "hold"
    case .rest: "rest"
    case .change: "rest, then the other side"
    }
  }

  /// The step of a hold, with its side.
  func step(of phase: RoutinePhase) -> String {
    TextTable.plain(routine.steps[phase.step].title(repetition: phase.repetition))
  }

  /// What to do in a phase, or to prepare in it; `nil` where it has been said.
  func instruction(for phase: Int) -> String? {
    let isHold = phases[phase].kind == .hold
    guard let hold = isHold ? phases[phase] : next(after: phase) else { return nil }
    let isSaid =
      isHold ? phase > 0 && phases[phase - 1].kind != .hold : hold.step == phases[phase].step
    let isFirst = phases[phase].kind == .preparation
    let text = routine.steps[hold.step].instruction
    return (isSaid && !isFirst) || hold.repetition > 1 || text.isEmpty ? nil : TextTable.plain(text)
  }

  /// The next hold after a phase.
  func next(after phase: Int) -> RoutinePhase? {
    phases.dropFirst(phase + 1).first { $0.kind == .hold }
  }

  /// The line about what comes.
  func outlook(after phase: Int) -> String {
    next(after: phase).map { "next: \(step(of: $0))" } ?? "this is the last"
  }

  /// The line for a turn.
  func line(for turn: RoutineCourse.Turn) -> String {
    switch turn {
    case .began(let phase):
      let length = Self.length(phases[phase].seconds)
      guard phases[phase].kind == .hold else {
        return "\(title(of: phase)), \(length); \(outlook(after: phase))"
      }
      return "hold: \(step(of: phases[phase])), \(length)"
    case .paused: return "paused"
    case .resumed: return "on again"
    case .finished: return "done"
    case .stopped: return "stopped"
    }
  }

  /// The few words that are spoken.
  func speech(for turn: RoutineCourse.Turn) -> String {
    switch turn {
    case .began(let phase):
      switch phases[phase].kind {
      case .preparation: "get ready: \(next(after: phase).map(step(of:)) ?? "")"
      case .hold: "hold: \(step(of: phases[phase]))"
      case .rest: "and rest"
      case .change: "and rest, then the other side"
      }
    case .paused, .resumed, .finished, .stopped: line(for: turn)
    }
  }

  /// `60 s`, `3 min 5 s`: holds are thought of in seconds.
  private static func length(_ seconds: Double) -> String {
    seconds <= 120 ? "\(NumberText.short(seconds)) s" : NumberText.length(seconds)
  }

  /// `1:05`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e6)).rounded(.up))
    return "\(whole / 60):\(NumberText.two(whole % 60))"
  }

  /// What to do with the breath.
  static func breath(_ phase: Breathing.Phase) -> String {
    switch phase {
    case .breathingIn: "breathe in"
    case .full, .empty: "pause"
    case .breathingOut: "breathe out"
    }
  }
}
