public import CrampModel

/// Rows of one channel that wait until every channel of the stream has reached the same hop.
///
/// Keeps its storage: once it has grown to the rows of one block it allocates no more.
public struct RowQueue: Sendable {
  private var rows: [FeatureRow] = []
  private var taken = 0

  /// An empty queue.
  public init() {
    // A gap gives a second of rows at a time.
    rows.reserveCapacity(2 * FeatureRow.hopsPerSecond)
  }

  /// Rows that wait.
  public var count: Int { rows.count - taken }

  /// Adds a row at the end.
  public mutating func append(_ row: FeatureRow) {
    if taken == rows.count {
      rows.removeAll(keepingCapacity: true)
      taken = 0
    } else if taken >= 4_096 {
      rows.removeFirst(taken)
      taken = 0
    }
    rows.append(row)
  }

  /// Lets the first row be looked at, and removes it.
  ///
  /// - Parameter look: Is called once, or not at all if no row waits.
  public mutating func take(_ look: (FeatureRow) -> Void) {
    guard taken < rows.count else { return }
    rows.withUnsafeBufferPointer { look($0[taken]) }
    taken += 1
  }

  /// Removes and returns the first row; `nil` if none waits.
  public mutating func next() -> FeatureRow? {
    guard taken < rows.count else { return nil }
    taken += 1
    return rows[taken - 1]
  }
}
