/// How a cell looks.
public struct CellStyle: Hashable, Sendable {
  /// The colours that every terminal has and that can be told apart on light and on dark.
  public enum Colour: Int16, Sendable, CaseIterable {
    /// The terminal's own.
    case plain = 0
    /// Red.
    case red = 1
    /// Green.
    case green = 2
    /// Yellow.
    case yellow = 3
    /// Blue.
    case blue = 4
    /// Magenta.
    case magenta = 5
    /// Cyan.
    case cyan = 6
  }

  /// The colour of the text.
  public var colour: Colour
  /// Whether it stands out.
  public var isBold: Bool
  /// Whether text and background change places.
  public var isReversed: Bool
  /// Whether it stands back.
  public var isDim: Bool

  /// As the terminal has it where nothing is said.
  public init(
    _ colour: Colour = .plain,
    isBold: Bool = false,
    isReversed: Bool = false,
    isDim: Bool = false
  ) {
    self.colour = colour
    self.isBold = isBold
    self.isReversed = isReversed
    self.isDim = isDim
  }

  /// As the terminal has it.
  public static let plain = Self()
}
