/// Where the parts of a panel lie, in pixels from its upper left corner.
struct PanelLayout {
  /// A strip over the width of the plots.
  struct Strip {
    /// Its upper edge.
    let top: Double
    /// Its height.
    let height: Double

    /// Its lower edge.
    var bottom: Double { top + height }

    /// The height of a place of 0 at the bottom and 1 at the top.
    func y(_ place: Double) -> Double { bottom - max(0, min(1, place)) * height }
  }

  /// Width of a panel.
  static let width = 960.0
  /// Left edge of the plots.
  static let left = 72.0
  /// Columns of a plot: one a pixel.
  static let columns = 868
  /// Mean width of a letter of 12 pixels, as an assumption about fonts.
  static let letter = 6.4

  let samples = Strip(top: 112, height: 100)
  let envelope = Strip(top: 228, height: 170)
  let muscle = Strip(top: 410, height: 16)
  let signal = Strip(top: 432, height: 16)
  let axis = 452.0
  let legend = 506.0
  let caption = 532.0

  private let span: ClosedRange<Double>

  init(_ window: DrawnWindow) {
    span = window.span
  }

  /// Right edge of the plots.
  static var right: Double { left + Double(columns) }

  /// The place of a time.
  func x(_ seconds: Double) -> Double {
    let length = max(span.upperBound - span.lowerBound, .leastNormalMagnitude)
    let share = (seconds - span.lowerBound) / length
    return Self.left + max(0, min(1, share)) * Double(Self.columns)
  }

  /// The place of the left edge of a column.
  func x(column: Int, of columns: Int) -> Double {
    Self.left + Double(column) / Double(max(1, columns)) * Double(Self.columns)
  }
}
