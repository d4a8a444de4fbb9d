/// What a serial chip says went wrong on its line, counted by packets that say so.
public struct LineErrors: Hashable, Sendable {
  /// The chip's buffer was full and bytes were lost.
  public var overruns = 0
  /// A parity bit was wrong.
  public var parity = 0
  /// A stop bit was missing; most often the speed is wrong.
  public var framing = 0
  /// The line was held low for more than a byte.
  public var breaks = 0

  /// No errors.
  public init() {}

  /// How many in all.
  public var total: Int { overruns &+ parity &+ framing &+ breaks }

  static func += (left: inout Self, right: Self) {
    left.overruns &+= right.overruns
    left.parity &+= right.parity
    left.framing &+= right.framing
    left.breaks &+= right.breaks
  }
}
