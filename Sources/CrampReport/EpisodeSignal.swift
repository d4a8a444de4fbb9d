public import CrampModel
import SignalFeatures

/// What a page shows of one channel's samples around an episode: columns instead of samples.
public struct EpisodeSignal: Sendable {
  /// A stretch without a break.
  struct Segment: Sendable {
    /// Seconds from the onset of the episode to its beginning.
    let begin: Double
    /// Seconds from the onset of the episode to its end.
    let end: Double
    /// Lowest and highest sample of each column; NaN where there is none.
    let columns: [(low: Float, high: Float)]
    /// The envelope in each of as many columns as there are; NaN where it is not known.
    let envelope: [Double]
  }

  /// The episode.
  public let episode: EventID
  /// The sensor; empty if it is not known.
  public let sensor: String
  /// The channel.
  public let channel: String
  /// The unit of the samples.
  let unit: String
  /// By time, without overlap; at least one.
  let segments: [Segment]
  /// The spectrum of what lies before the onset.
  let before: AveragedSpectrum?
  /// The spectrum of the episode, as far as its samples are there.
  let during: AveragedSpectrum?

  /// Columns of a drawing, over all of its segments.
  static let columns = 400

  /// Reduces samples; `nil` if there are none.
  ///
  /// - Parameters:
  ///   - episode: The episode's identity.
  ///   - onset: When it began.
  ///   - end: When it ended; `nil` if that is not known.
  ///   - sensor: The sensor.
  ///   - channel: The channel as it was recorded, under the name that its events have.
  ///   - stretches: Its samples, in any order.
  public init?(
    episode: EventID,
    onset: Timestamp,
    end: Timestamp?,
    sensor: String,
    channel: ChannelDescription,
    stretches: [SampleStretch]
  ) {
    let rate = channel.rate.value
    guard rate > 0, rate.isFinite else { return nil }
    let joined = SampleStretch.joined(stretches, rate: rate)
    let total = joined.reduce(0) { $0 + $1.samples.count }
    guard total > 0 else { return nil }
    self.episode = episode
    self.sensor = sensor
    self.channel = channel.name
    unit = channel.unit == .microvolt ? "µV" : channel.unit.rawValue
    segments = joined.map { stretch in
      let share = Double(stretch.samples.count) / Double(total)
      let columns = max(2, Int((share * Double(Self.columns)).rounded()))
      return Segment(stretch, from: onset, channel, columns: columns)
    }
    let place = Place(onset: onset, end: end, rate: rate)
    before = Self.spectrum(joined, channel, place.before)
    during = Self.spectrum(joined, channel, place.during)
  }

  /// The spectrum of the longest part of some stretches; of EMG alone: others are too slow for one.
  private static func spectrum(
    _ stretches: [SampleStretch],
    _ channel: ChannelDescription,
    _ part: (SampleStretch) -> ArraySlice<Float>
  ) -> AveragedSpectrum? {
    guard channel.modality == .emg else { return nil }
    let longest = stretches.map(part).max { $0.count < $1.count }
    return longest.flatMap { AveragedSpectrum($0, rate: channel.rate.value) }
  }

  private struct Place {
    let onset: Timestamp
    let end: Timestamp?
    let rate: Double

    /// What lies before the onset; the last second is left out, in which it may begin already.
    func before(_ stretch: SampleStretch) -> ArraySlice<Float> {
      stretch.samples.prefix(max(0, index(onset, in: stretch) - Int(rate)))
    }

    func during(_ stretch: SampleStretch) -> ArraySlice<Float> {
      let first = max(0, index(onset, in: stretch))
      let last = end.map { index($0, in: stretch) } ?? stretch.samples.count
      return stretch.samples.prefix(max(0, last)).dropFirst(first)
    }

    private func index(_ time: Timestamp, in stretch: SampleStretch) -> Int {
      let index = (time.seconds(since: stretch.begin) * rate).rounded()
      return Int(max(-1e9, min(1e9, index)))
    }
  }
}
