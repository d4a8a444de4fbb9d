import CrampRoutine
import DetectorSettings
import Foundation
import Testing

struct RoutineFileTests {
  @Test func `A file says all there is to say`() throws {
    let routine = try RoutineFile.read(
      text: """
        name: mine
        title: My own
        kind: practice
        safety: Take care.
        prepare_s: 5
        breathing: 4-4-4-4
        limit_min: 60
        steps:
          - {name: calf, instruction: Lean., muscle: calf, channel: left-calf, side: left,
             hold_s: 90, rest_s: 20, repeat: 2}
          - {name: foot, hold_s: 60}
        """,
      path: "mine.yaml"
    )
    #expect(routine.kind == .practice)
    #expect(routine.breathing == Breathing("4-4-4-4"))
    #expect(routine.limit == 60)
    #expect(routine.length == 5 + 2 * 110 + 90)
    #expect(
      routine.steps == [
        RoutineStep(
          name: "calf",
          instruction: "Lean.",
          muscle: "calf",
          channel: "left-calf",
          side: .left,
          hold: 90,
          rest: 20,
          repetitions: 2
        ),
        RoutineStep(name: "foot"),
      ]
    )
  }

  @Test(arguments: [
    ("", "r.yaml: lacks the key steps"),
    ("steps: [{name: a, hold_s: 9}]", "r.yaml: lacks the key name"),
    ("name: x\nsteps: []", "r.yaml:2:1: steps: are not 1 to 100 steps"),
    ("name: x\nsteps: calf", "r.yaml:2:1: steps: is no list of steps"),
    ("name: x\nsteps: [calf]", "r.yaml:2:9: steps[1]: is no mapping"),
    ("name: x\nsteps: [{hold_s: 9}]", "r.yaml:2:9: steps[1]: lacks the key name"),
    ("name: x\nsteps: [{name: a}]", "r.yaml:2:9: steps[1]: lacks the key hold_s"),
    ("name: x\nsteps: [{name: a, hold: 9}]", "r.yaml:2:19: steps[1].hold: is no key; the keys are"),
    ("nam: x\nsteps: []", "r.yaml:1:1: nam: is no key; the keys are name, title, kind, safety"),
    ("name: x\nkind: night", "r.yaml:2:1: kind: \"night\" is none of exercise, practice"),
    ("name: x\nbreathing: 4-4", "r.yaml: lacks the key steps"),
    ("name: x\nbreathing: 4-4-4", "r.yaml:2:1: breathing: is no in-held-out-held"),
    ("name: x\nbreathing: 0-0-6-0", "r.yaml:2:1: breathing: is no in-held-out-held"),
    ("name: x\nbreathing: 4-99-6-0", "r.yaml:2:1: breathing: is no in-held-out-held"),
    ("name: x\nprepare_s: -1", "r.yaml:2:1: prepare_s: is not from 0 to 300 seconds"),
    ("name: x\nprepare_s: nan", "r.yaml:2:1: prepare_s: is no number"),
    ("name: x\nlimit_min: 181", "r.yaml:2:1: limit_min: is no whole number from 1 to 180"),
    ("name: x\nsteps: [{name: a, hold_s: 0}]", "2:19: steps[1].hold_s: is not from 1 to 600 s"),
    ("name: x\nsteps: [{name: a, hold_s: 1e9}]", "2:19: steps[1].hold_s: is not from 1 to 600 s"),
    ("name: x\nsteps: [{name: a, hold_s: 9, repeat: 0}]", "2:30: steps[1].repeat: is no whole"),
    ("name: x\nsteps: [{name: a, hold_s: 9, side: up}]", "2:30: steps[1].side: \"up\" is none of"),
    ("name: x\nsteps: [{name: ' ', hold_s: 9}]", "2:10: steps[1].name: is empty"),
    ("name: \"a\\nb\"\n", "r.yaml:1:1: name: is more than one line"),
    ("name: \"a\\eb\"\n", "r.yaml:1:1: name: has control characters"),
    ("name: \"a\\u202Eb\"\n", "r.yaml:1:1: name: has control characters"),
    ("name: x\nname: y", "is there twice"),
    ("name: [x", "r.yaml:"),
    (
      "name: x\nsteps: [{name: a, hold_s: 60, repeat: 30}]",
      "r.yaml:2:1: steps: make 46 min, and a routine is 45 min at most; set limit_min for more"
    ),
  ])
  func `A mistake has its place and its key`(text: String, message: String) {
    do {
      let routine = try RoutineFile.read(text: text, path: "r.yaml")
      Issue.record("read as \(routine)")
    } catch {
      #expect(error.description.contains(message), "\(error)")
      #expect(!error.description.contains { $0.isNewline })
    }
  }

  @Test func `Aliases of aliases are refused before anybody counts what they stand for`() {
    var text = "name: bomb\nsteps:\n  - &a0 [1, 1]\n"
    for number in 1...11 {
      let aliases = Array(repeating: "*a\(number - 1)", count: 8).joined(separator: ", ")
      text += "  - &a\(number) [\(aliases)]\n"
    }
    text += "  - {? *a11 : 1, ? *a10 : 2}\n"
    let error = #expect(throws: ConfigurationError.self) {
      try RoutineFile.read(text: text, path: "r.yaml")
    }
    #expect(
      error?.description == "r.yaml:4:10: has the alias *a0; write out what it stands for"
    )
  }

  @Test(arguments: ["R&D", "this & that * 3", "'&a and *b'", "1*2&3*2", "'*'", "\"&&**\""])
  func `A text that only looks like aliases is read`(title: String) throws {
    let text = "name: x\ntitle: \(title)\nsteps: [{name: a, hold_s: 9}]"
    #expect(try !RoutineFile.read(text: text, path: "r.yaml").title.isEmpty)
  }

  @Test(
    arguments: [
      ([UInt8](repeating: 0x20, count: 70_000), "is longer than 65536 bytes"),
      ([0xFF, 0xFE, 0x00], "is not UTF-8"),
      (nil, "cannot be read: "),
    ] as [([UInt8]?, String)]
  )
  func `A file that is none is said to be none`(bytes: [UInt8]?, message: String) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    if let bytes { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
    let error = #expect(throws: ConfigurationError.self) { try RoutineFile.read(path: path) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test(arguments: IncludedRoutine.all)
  func `What comes with the program can be read, and has both sides`(
    included: IncludedRoutine
  ) throws {
    let routine = try included.routine()
    #expect(routine.name == included.name)
    #expect(routine.kind == .exercise)
    #expect(routine.safety.contains("Stop at once"))
    #expect(!routine.breathing.isHeld)
    #expect(routine.isWithinLimit)
    let sides = routine.steps.map(\.side)
    #expect(sides.count { $0 == .left } == sides.count { $0 == .right })
    #expect(routine.steps.allSatisfy { $0.hold >= 60 || included.name == "evening" })
    #expect(routine.phases.count { $0.kind == .change } > 0)
    #expect(routine.phases.last?.kind == .rest, "there is a tone after the last hold, too")
  }

  @Test(arguments: [
    (0.0, Breathing.Phase.breathingIn, 4.0), (3, .breathingIn, 1), (4, .full, 2),
    (6, .breathingOut, 5),
    (12, .empty, 1), (13, .breathingIn, 4), (-5, .breathingIn, 4), (1_303, .breathingIn, 1),
  ])
  func `A breath has its four phases`(elapsed: Double, phase: Breathing.Phase, left: Double) throws
  {
    let breathing = try #require(Breathing("4-2-5-2"))
    let moment = breathing.moment(at: elapsed)
    #expect(moment.phase == phase)
    #expect(moment.left == left)
    #expect((0...1).contains(moment.share))
  }

  @Test(arguments: ["", "4", "4-6-4", "a-b-c-d", "4--6", "4-0-6-0-1", "inf-0-6-0", "4-0-nan-0"])
  func `What is no breath is refused`(text: String) {
    #expect(Breathing(text) == nil)
  }
}
