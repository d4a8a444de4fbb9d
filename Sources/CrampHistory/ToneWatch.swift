public import CrampModel

/// Compares the resting tone of each channel with the same channel's last four weeks.
///
///              two spans in a row: 1.5 times the usual, and above the 95th centile
///     usual ───────────────────────────────────────────────────────────────────▶ raised
///       ▲                                                                          │
///       └──────────────────────────────────────────────────────────────────────────┘
///                          a span below 1.25 times the usual
///
/// The usual is the median of the hours of earlier days. All of these limits are our assumptions.
/// A channel of pressure or force is not watched: how tight the strap is decides its level.
/// Constant memory: the channels seen last, and the last thousand spans of each.
public struct ToneWatch: Sendable {
  private struct Key: Hashable {
    let sensor: String
    let channel: String
  }

  private struct Hour {
    let end: Timestamp
    let day: Int
    let tone: Double
    let still: Double
  }

  private struct Place {
    var hours: [Hour] = []
    var isRaised = false
    var runs = 0
  }

  private var places: [Key: Place] = [:]
  private let dayOffset: Double

  /// A watch that knows nothing yet.
  ///
  /// - Parameter dayOffset: What the local clock is ahead of UTC, in seconds.
  public init(dayOffset: Double) {
    self.dayOffset = dayOffset
  }

  /// Days that the usual rests on at least.
  public static let leastDays = 5
  /// Days that count.
  public static let memory = 28
  /// Still seconds below which a span is not compared.
  public static let leastStill = 300.0
  /// The tone over the usual at which it is raised.
  public static let raisedAt = 1.5
  /// The tone over the usual below which it is as usual again.
  public static let usualBelow = 1.25
  /// The share of earlier hours that a raised one is above.
  public static let centile = 0.95
  private static let mostChannels = 64
  private static let mostHours = 1_000

  /// How many channels it holds, and how many spans of all of them.
  var size: (channels: Int, hours: Int) {
    (places.count, places.values.reduce(0) { $0 + $1.hours.count })
  }

  /// Takes in an event of which nothing is to be told, because it is past or nobody wants it.
  public mutating func learn(_ event: CrampEvent) {
    if let span = ToneSpan(event) {
      let key = Key(sensor: span.sensor, channel: span.channel)
      let wasRaised = places[key]?.isRaised ?? false
      _ = advance(span)
      places[key]?.isRaised = wasRaised
      return
    }
    guard event.type == .toneRaised || event.type == .toneUsual, let sensor = event.sensor,
      let channel = event.channel
    else { return }
    // What was told counts, whatever this watch would have told.
    places[Key(sensor: sensor, channel: channel)]?.isRaised = event.type == .toneRaised
  }

  /// Takes in a span that has just ended; returns what is to be told.
  public mutating func advance(_ span: ToneSpan) -> ToneFinding? {
    guard span.isElectrical, span.still >= Self.leastStill, let tone = span.tone else { return nil }
    let key = Key(sensor: span.sensor, channel: span.channel)
    makeRoom(for: key)
    let middle = span.begin.advanced(bySeconds: span.duration / 2)
    let day = ToneDay.number(of: middle, offset: dayOffset)
    let hour = Hour(end: span.end, day: day, tone: tone, still: span.still)
    var place = places[key] ?? Place()
    // A clock may have been wrong for one span, which is no reason to forget the others.
    let earlier = place.hours.filter { (day - Self.memory..<day).contains($0.day) }
    let finding = judge(hour, span, earlier, &place)
    place.hours.append(hour)
    if place.hours.count > Self.mostHours { place.hours.removeFirst() }
    places[key] = place
    return finding
  }

  private func judge(
    _ hour: Hour,
    _ span: ToneSpan,
    _ earlier: [Hour],
    _ place: inout Place
  ) -> ToneFinding? {
    guard Set(earlier.map(\.day)).count >= Self.leastDays else { return nil }
    let values = earlier.map { (value: $0.tone, weight: $0.still) }
    guard let usual = ToneMedian.centile(values, 0.5), usual > 0,
      let high = ToneMedian.centile(values, Self.centile)
    else { return nil }
    let isHigh = hour.tone >= Self.raisedAt * usual && hour.tone > high
    place.runs = isHigh ? place.runs + 1 : 0
    let isChange =
      place.isRaised ? hour.tone < Self.usualBelow * usual : place.runs >= Self.spansInARow
    guard isChange else { return nil }
    place.isRaised.toggle()
    let newest = earlier.map(\.day).max() ?? hour.day
    return ToneFinding(
      isRaised: place.isRaised,
      span: span,
      tone: hour.tone,
      usual: usual,
      daysSince: hour.day - newest
    )
  }

  /// Forgets the channel that was measured longest ago, where there are too many.
  private mutating func makeRoom(for key: Key) {
    guard places[key] == nil, places.count >= Self.mostChannels else { return }
    let oldest = places.min {
      ($0.value.hours.last?.end ?? .epoch) < ($1.value.hours.last?.end ?? .epoch)
    }
    if let oldest { places[oldest.key] = nil }
  }

  private static let spansInARow = 2
}
