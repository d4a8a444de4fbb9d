/// One posture of a routine: what to do, for how long, how often.
public struct RoutineStep: Hashable, Sendable {
  /// The side of the body.
  public enum Side: String, Hashable, Sendable, CaseIterable {
    /// The left one.
    case left
    /// The right one.
    case right
    /// Both at once.
    case both
  }

  /// How long a hold may be, in seconds; an assumption.
  public static let possibleHold = 1.0...600
  /// How long a rest may be, in seconds; an assumption.
  public static let possibleRest = 0.0...600
  /// How often a hold may be repeated; an assumption.
  public static let possibleRepetitions = 1...50

  /// A few words.
  public var name: String
  /// What to do, in sentences.
  public var instruction: String
  /// Words of which one is in the name or the muscle of the channels that measure it, if it says.
  public var muscle: String?
  /// The channel that measures it, if it says.
  public var channel: String?
  /// The side of the body.
  public var side: Side
  /// How long it is held, in seconds.
  public var hold: Double
  /// How long the rest after each hold is, in seconds.
  public var rest: Double
  /// How often it is held.
  public var repetitions: Int

  /// Describes a step that is held once for a minute, with half a minute of rest, if nothing else
  /// is said.
  public init(
    name: String,
    instruction: String = "",
    muscle: String? = nil,
    channel: String? = nil,
    side: Side = .both,
    hold: Double = 60,
    rest: Double = 30,
    repetitions: Int = 1
  ) {
    self.name = name
    self.instruction = instruction
    self.muscle = muscle
    self.channel = channel
    self.side = side
    self.hold = hold
    self.rest = rest
    self.repetitions = repetitions
  }

  /// `calf, left, 2 of 3`: the step for people, with its side and which of several holds it is.
  public func title(repetition: Int) -> String {
    var title = name
    if side != .both { title += ", \(side.rawValue)" }
    if repetitions > 1 { title += ", \(repetition) of \(repetitions)" }
    return title
  }
}
