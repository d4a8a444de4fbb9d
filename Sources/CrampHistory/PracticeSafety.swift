/// What a person has to know wherever a program speaks of provoking a cramp.
///
/// A hard contraction of a shortened muscle brings on a cramp (doi 10.1152/jn.00371.2007), and the
/// muscle cramps more easily for an hour or more after one (doi 10.1002/mus.25562).
public enum PracticeSafety: Sendable {
  /// The words, each of one or more sentences.
  public static let words = [
    "Practice is a term of this project: no treatment, and no benefit is claimed.",
    "Stay at the edge of pain and not beyond. Stop at any time, then stretch the muscle or put "
      + "weight on it.",
    "For at least an hour afterwards the muscle cramps more easily. Not before sleep, driving or "
      + "swimming, and not alone where a cramp would be dangerous.",
    "Not with a blood clot, a fresh injury or operation, a disease of heart, nerves or muscles, in "
      + "pregnancy or under 18, unless a doctor says that you may.",
  ]
}
