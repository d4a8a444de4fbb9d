internal import SensorProtocols

/// Counts what a sensor tells besides its samples, so that a bad line does not fill the log.
struct NoticeTally: Sendable {
  private static let interval = Duration.seconds(10)
  private static let mostTexts = 5
  private var skippedBytes = 0
  private var checksums = 0
  private var refusedBytes = 0
  private var texts: [String] = []
  private var lowBattery: Int?
  private var lastTold: Duration?

  /// Counts bytes that the queue had to refuse.
  mutating func refuse(_ bytes: Int) {
    refusedBytes += bytes
  }

  /// Counts a notice; markers are told elsewhere.
  mutating func count(_ notice: SensorNotice) {
    switch notice {
    case .skipped(let bytes): skippedBytes += bytes
    case .checksum: checksums += 1
    case .text(let text) where texts.count < Self.mostTexts: texts.append(text)
    case .battery(let percent) where percent < 15: lowBattery = percent
    case .text, .battery, .marker: break
    }
  }

  /// What is to be logged by now; empties the tally.
  mutating func take(at time: Duration) -> [String] {
    if let lastTold, time < lastTold + Self.interval { return [] }
    var lines: [String] = []
    if refusedBytes > 0 { lines.append("the queue was full: \(refusedBytes) bytes refused") }
    if skippedBytes > 0 { lines.append("skipped \(skippedBytes) bytes that are no frames") }
    if checksums > 0 { lines.append("\(checksums) wrong checksums") }
    if let lowBattery { lines.append("the battery is at \(lowBattery) %") }
    lines += texts.map { "the sensor says: \($0)" }
    guard !lines.isEmpty else { return [] }
    self = Self()
    lastTold = time
    return lines
  }
}
