/// Where things are on a screen of a size.
///
///     header                one row
///     trouble               one row, where there is any
///     channels              two rows each at least: words, and the envelope
///     rule with the time    one row
///     events                what is left
///     keys                  one row
struct MonitorLayout {
  /// The smallest screen on which everything fits.
  static let least = (width: 40, height: 10)
  /// A channel of many gets no more rows than this; events get the rest.
  private static let mostRows = 14
  private static let mostRowsAlone = 28

  let trouble: Int?
  /// The rows of each channel that is shown, with the channel's index.
  let channels: [(index: Int, rows: Range<Int>)]
  let rule: Int
  let events: Range<Int>
  let keys: Int
  /// Columns of the envelope; the names of the levels stand right of it.
  let graphWidth: Int

  init(width: Int, height: Int, channels count: Int, view: MonitorView, hasTrouble: Bool) {
    trouble = hasTrouble ? 1 : nil
    let top = hasTrouble ? 2 : 1
    keys = height - 1
    let room = max(0, keys - top - 1)
    let leastEvents = height < 12 ? 1 : height < 20 ? 3 : max(4, height / 6)
    let area = max(0, room - leastEvents)
    let wanted = view.zoom == nil ? count : min(1, count)
    let shown = max(0, min(wanted, area / 2))
    let most = wanted == 1 ? Self.mostRowsAlone : Self.mostRows
    let rows = shown == 0 ? 0 : min(most, area / shown)
    let first = view.zoom ?? max(0, min(view.first, count - shown))
    channels = (0..<shown).map { place in
      (first + place, top + place * rows..<top + (place + 1) * rows)
    }
    rule = top + shown * rows
    events = min(rule + 1, keys)..<max(min(rule + 1, keys), keys)
    graphWidth = max(0, width - (width >= 100 ? 16 : width >= 60 ? 12 : 0))
  }
}
