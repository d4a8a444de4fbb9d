/// The events that were shown before they were on disk, as far as they are remembered.
struct PendingEvents {
  /// As many as the daemon keeps in memory at most.
  static let most = 10_000

  private var shown: Set<String> = []
  /// The ids by age: a ring that begins at `oldest`, once it is full.
  private var order: [String] = []
  private var oldest = 0

  /// Remembers an event; returns whether it is new.
  mutating func show(_ id: String) -> Bool {
    guard shown.insert(id).inserted else { return false }
    if order.count < Self.most {
      order.append(id)
    } else {
      shown.remove(order[oldest])
      order[oldest] = id
      oldest = (oldest + 1) % Self.most
    }
    return true
  }

  /// Whether an event was shown before.
  func contains(_ id: String) -> Bool { shown.contains(id) }
}
