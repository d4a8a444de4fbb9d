import CrampRoutine
import Foundation

/// What a person has to know before a routine, and has to agree to where it provokes a cramp.
///
/// A hard contraction of a shortened muscle brings on a cramp (doi 10.1152/jn.00371.2007), and the
/// muscle cramps more easily for about an hour after one (doi 10.1002/mus.25562).
struct SafetyWords {
  /// From this hour of the evening to the one in the morning a practice is near sleep; an assumption.
  private static let bedtime = (evening: 20, morning: 4)

  let routine: Routine

  /// The words, a sentence a line.
  var lines: [String] {
    let own = routine.safety.split(whereSeparator: \.isNewline).map { TextTable.plain(String($0)) }
    guard routine.kind == .practice else { return own }
    return own + [
      "This routine may bring on a cramp, which hurts. Practice is a term of this project: no "
        + "treatment, and no benefit is claimed.",
      "Stay at the edge of pain and not beyond. Stop at any time: q or Ctrl-C, then stretch the "
        + "muscle or put weight on it.",
      "For about an hour afterwards the muscle cramps more easily. Not before sleep, driving or "
        + "swimming, and not alone where a cramp would be dangerous.",
      "Not with a blood clot, a fresh injury or operation, a disease of heart, nerves or muscles, "
        + "in pregnancy or under 18, unless a doctor says that you may.",
    ]
  }

  /// Waits for a person's word where one is needed.
  ///
  /// - Parameter isOnTerminal: Whether somebody can answer.
  /// - Throws: ``Failure`` if nobody can, or does.
  func acknowledge(isOnTerminal: Bool) throws {
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
    try Output.write(words.map { "  \($0)\n" }.joined())
    try Output.write("Type yes and Enter if you have read this and go on: ")
    guard readLine()?.lowercased() == "yes" else { throw Failure("routine: not begun") }
  }
}
