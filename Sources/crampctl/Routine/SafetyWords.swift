import CrampHistory
import CrampRoutine
import Foundation

/// What a person has to know before a routine, and has to agree to where it provokes a cramp.
struct SafetyWords {
  /// From this hour of the evening to the one in the morning a practice is near sleep; an assumption.
  private static let bedtime = (evening: 20, morning: 4)

  let routine: Routine

  /// The words, a sentence a line.
  var lines: [String] {
    let own = routine.safety.split(whereSeparator: \.isNewline).map { TextTable.plain(String($0)) }
    guard routine.kind == .practice else { return own }
    return own
      + ["This routine may bring on a cramp, which hurts. To stop: q or Ctrl-C."]
      + PracticeSafety.words
  }

  /// Waits for a person's word where one is needed.
  ///
  /// - Parameters:
  ///   - isOnTerminal: Whether somebody can answer.
  ///   - shape: How wide the lines may be.
  /// - Throws: ``Failure`` if nobody can, or does.
  func acknowledge(isOnTerminal: Bool, shape: RoutineShape) throws {
    guard routine.kind == .practice else { return }
    guard isOnTerminal else {
      throw Failure(
        "routine: \(routine.name) is a practice: run it on a terminal, where you agree to its "
          + "words of safety"
      )
    }
    let hour = Int(LocalTime.time(LocalTime.now).prefix(2)) ?? 0
    var words = lines
    if hour >= Self.bedtime.evening || hour < Self.bedtime.morning {
      words.append("It is late: a practice does not belong before sleep.")
    }
    try Output.write(words.flatMap { shape.wrapped($0, indent: 2) }.map { "\($0)\n" }.joined())
    try Output.write("Type yes and Enter if you have read this and go on: ")
    guard readLine()?.lowercased() == "yes" else { throw Failure("routine: not begun") }
  }
}
