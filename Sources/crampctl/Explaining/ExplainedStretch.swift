import CrampDetection
import CrampModel

/// A stretch of a recording that is explained: an episode, or what stood out most.
struct ExplainedStretch {
  /// Seconds that are drawn on either side.
  private static let around = 30.0

  private let episode: ChannelEpisode?
  private let channel: ChannelDescription
  private let start: Timestamp
  /// What of the recording is drawn.
  let plan: WindowReading.Plan

  /// The stretches of a detection: its episodes by their beginning, or else the loudest.
  static func all(in detection: Detection) -> [Self] {
    let episodes = ChannelEpisode.all(in: detection.events)
    guard !episodes.isEmpty else {
      return detection.loudest.map { [Self($0, detection)] } ?? []
    }
    // Told in order, they need not begin in order.
    return episodes.map { Self($0, detection) }.enumerated()
      .sorted { ($0.element.begin, $0.offset) < ($1.element.begin, $1.offset) }.map(\.element)
  }

  /// How its levels are written.
  var level: LevelText { LevelText(channel.unit) }

  /// `cramp-left-calf` or `loudest-left-calf`: what it is and where.
  var name: String { "\(episode?.outcome.rawValue ?? "loudest")-\(channel.name)" }

  /// What there is to say about it.
  func account(of window: DrawnWindow, profile: Profile) -> Account {
    if let episode {
      return Account(episode, level: level, profile: profile, start: start)
    }
    let span = plan.closeUp ?? plan.span
    return Account(loudest: window, span: span, channel: channel, profile: profile)
  }

  private var begin: Double { plan.span.lowerBound }

  private init(_ episode: ChannelEpisode, _ detection: Detection) {
    let stream = detection.stream
    let index = stream.channels.firstIndex { $0.name == episode.channel } ?? 0
    let begin = episode.begin?.seconds(since: stream.start) ?? 0
    let end = episode.end?.seconds(since: stream.start) ?? detection.duration
    self.episode = episode
    channel = stream.channels[index]
    start = stream.start
    plan = WindowReading.Plan(
      channel: index,
      span: Self.widened(begin...max(begin, end), within: detection.duration)
    )
  }

  private init(_ loudest: LoudestSearch.Stretch, _ detection: Detection) {
    episode = nil
    channel = detection.stream.channels[loudest.channel]
    start = detection.stream.start
    plan = WindowReading.Plan(
      channel: loudest.channel,
      span: Self.widened(loudest.span, within: detection.duration),
      closeUp: loudest.span
    )
  }

  private static func widened(
    _ span: ClosedRange<Double>,
    within duration: Double
  ) -> ClosedRange<Double> {
    let begin = max(0, span.lowerBound - around)
    return begin...max(begin, min(duration, span.upperBound + around))
  }
}
