import CrampRoutine
import Testing

struct RoutineCourseTests {
  /// Preparation of 2 s, two holds of 4 s with 3 s of rest after each.
  private static let phases = Routine(
    name: "drawn",
    preparation: 2,
    steps: [
      RoutineStep(name: "left", side: .left, hold: 4, rest: 3),
      RoutineStep(name: "right", side: .right, hold: 4, rest: 3),
    ]
  ).phases

  /// What a person sees each second: p ready, H hold, r rest, c change of side, = paused, blank over.
  ///
  /// Commands: _ none, P pause, S skip, B back, Q stop; they come before the second that they
  /// stand over.
  @Test(arguments: [
    ("__________________", "ppHHHHcccHHHHrrr  "),
    ("____PP____________", "ppHH=HHcccHHHHrrr "),
    ("____P___P_________", "ppHH====HHcccHHHHr"),
    ("___S______________", "ppHcccHHHHrrr     "),
    ("S_________________", "HHHHcccHHHHrrr    "),
    ("_______B__________", "ppHHHHcHHHHcccHHHH"),
    ("_____B____________", "ppHHHHHHHcccHHHHrr"),
    ("__________B_______", "ppHHHHcccHHHHHcccH"),
    ("____________B_____", "ppHHHHcccHHHHHHHrr"),
    ("_B________________", "pppHHHHcccHHHHrrr "),
    ("___B______________", "ppHHHHHcccHHHHrrr "),
    ("_____Q____________", "ppHHH             "),
    ("____PS____________", "ppHH=cccHHHHrrr   "),
    ("____PB____________", "ppHH=HHHHcccHHHHrr"),
    ("____PQ____________", "ppHH=             "),
    ("SSSSS_____________", "HcHr              "),
    ("______________SSPB", "ppHHHHcccHHHHr    "),
  ])
  func `A course is what the person makes of it`(commands: String, seen: String) {
    var course = RoutineCourse(phases: Self.phases)
    _ = course.begin(at: 100)
    var drawn = ""
    for (second, letter) in commands.enumerated() {
      let now = 100 + Double(second)
      _ = course.advance(to: now)
      if let command = Self.command(letter) { _ = course.obey(command, at: now) }
      drawn.append(Self.letter(course, at: now + 0.5))
    }
    #expect(drawn == seen)
  }

  @Test func `Each turn is told once, with its cue`() {
    var course = RoutineCourse(phases: Self.phases)
    #expect(course.begin(at: 0) == [.began(0)])
    #expect(course.begin(at: 1).isEmpty)
    #expect(course.advance(to: 1.9).isEmpty)
    #expect(course.advance(to: 6.5) == [.began(1), .began(2)])
    #expect(course.obey(.pause, at: 7) == [.paused(2)])
    #expect(course.advance(to: 500).isEmpty)
    #expect(course.obey(.pause, at: 500) == [.resumed(2)])
    #expect(course.advance(to: 1_000) == [.began(3), .began(4), .finished])
    #expect(course.obey(.stop, at: 1_001).isEmpty)
    #expect(course.phases.map(\.cue) == [nil, "hold", "switch-side", "hold", "rest"])
  }

  @Test func `What is left counts the phases that are to come`() {
    var course = RoutineCourse(phases: Self.phases)
    #expect(course.left(at: 0) == 0)
    _ = course.begin(at: 0)
    #expect(course.left(at: 0) == 16)
    _ = course.advance(to: 3)
    #expect(course.left(at: 3) == 13)
    #expect(course.position(at: 3)?.elapsed == 1)
  }

  @Test func `A course of nothing is over at once`() {
    var course = RoutineCourse(phases: [])
    #expect(course.begin(at: 0) == [.finished])
    #expect(course.isOver)
  }

  private static func command(_ letter: Character) -> RoutineCourse.Command? {
    switch letter {
    case "P": .pause
    case "S": .skip
    case "B": .back
    case "Q": .stop
    default: nil
    }
  }

  private static func letter(_ course: RoutineCourse, at now: Double) -> Character {
    if case .paused = course.state { return "=" }
    guard let phase = course.position(at: now)?.phase else { return " " }
    switch course.phases[phase].kind {
    case .preparation: return "p"
    case .hold: return "H"
    case .rest: return "r"
    case .change: return "c"
    }
  }
}
