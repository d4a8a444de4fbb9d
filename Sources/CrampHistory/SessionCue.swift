/// The word of a cue: what a mark in a session asks of the person, or says that happens.
public struct SessionCue: Hashable, Sendable {
  /// The word.
  public let word: String

  /// Tighten the muscle.
  public static let contract = Self(known: "contract")
  /// Let the muscle go.
  public static let relax = Self(known: "relax")
  /// A movement begins once more; the mark's name is that of the movement.
  public static let repetition = Self(known: "repetition")
  /// The cues that this project gives a meaning to; others are kept as they are.
  public static let known = [
    "contract", "relax", "repetition", "hold", "rest", "stretch", "switch-side", "pause", "resume",
    "stop",
  ]

  private static let phases: Set = [
    "hold", "rest", "stretch", "switch-side", "pause", "resume", "stop",
  ]

  /// Whether something begins that lasts, so that its resting tone is one of its own.
  ///
  /// The others, and marks without a cue, may follow one another every few seconds.
  public var beginsPhase: Bool { Self.phases.contains(word) }

  /// Reads a word of a small letter and up to 31 small letters and hyphens; `nil` for any other.
  public init?(_ word: String) {
    let bytes = word.utf8
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    guard (1...32).contains(bytes.count), let first = bytes.first, letters.contains(first),
      bytes.allSatisfy({ letters.contains($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    self.word = word
  }

  private init(known word: String) {
    self.word = word
  }
}
