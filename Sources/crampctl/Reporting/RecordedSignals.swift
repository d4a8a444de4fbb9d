import CrampHistory
import CrampModel
import CrampReport
import Recordings

/// The samples around episodes, taken out of a recording while it is read from its beginning.
///
/// Only the windows that reading has reached and not yet left are in memory.
struct RecordedSignals {
  /// Seconds before an onset and after a release.
  private static let margin = 10.0
  /// Of an episode that is longer than twice this, only both ends are kept.
  private static let half = 60.0

  /// What is wanted of one episode.
  private struct Window {
    let episode: CrampEpisode
    let ranges: [Range<Double>]
    var stretches: [[SampleStretch]]

    var end: Double { ranges.last?.upperBound ?? 0 }
  }

  private let stream: StreamDescription
  private var waiting: [Window]

  /// Wants the samples of some episodes.
  ///
  /// - Parameters:
  ///   - episodes: By the time of their onset.
  ///   - stream: The recording.
  init(_ episodes: [CrampEpisode], stream: StreamDescription) {
    self.stream = stream
    waiting = episodes.map { episode in
      Window(
        episode: episode,
        ranges: Self.ranges(episode, start: stream.start),
        stretches: stream.channels.map { _ in [] }
      )
    }
  }

  /// Reads a recording to the last of the windows.
  ///
  /// - Parameter input: The recording, not yet read.
  /// - Returns: One for each channel and episode.
  /// - Throws: `RecordingError` if it cannot be read.
  consuming func read(_ input: SampleInput) throws(RecordingError) -> [EpisodeSignal] {
    var input = input
    var signals: [EpisodeSignal] = []
    var block = SampleBlock(channelCount: stream.channels.count)
    var seconds = 0.0
    var counts = stream.channels.map { _ in 0 }
    var gaps = 0.0
    while !waiting.isEmpty, try input.read(into: &block, seconds: 1) {
      gaps += max(0, block.gap)
      for (index, samples) in block.channels.enumerated() where index < counts.count {
        let rate = stream.channels[index].rate.value
        let begin = gaps + Double(counts[index]) / rate
        take(samples, channel: index, from: begin, rate: rate)
        counts[index] += samples.count
        seconds = max(seconds, gaps + Double(counts[index]) / rate)
      }
      while let first = waiting.first, first.end < seconds {
        signals += finished(waiting.removeFirst())
      }
    }
    for window in waiting { signals += finished(window) }
    return signals
  }

  private static func ranges(_ episode: CrampEpisode, start: Timestamp) -> [Range<Double>] {
    let onset = episode.begin.seconds(since: start)
    let begin = onset - margin
    guard let end = episode.end?.seconds(since: start) else { return [begin..<begin + half] }
    let last = max(end, onset) + margin
    guard last - begin > 2 * half else { return [begin..<last] }
    return [begin..<begin + half, last - half..<last]
  }

  private mutating func take(_ samples: [Float], channel: Int, from begin: Double, rate: Double) {
    let end = begin + Double(samples.count) / rate
    for index in waiting.indices {
      for range in waiting[index].ranges where range.lowerBound < end && range.upperBound > begin {
        let first = max(0, Int(((range.lowerBound - begin) * rate).rounded()))
        let last = min(samples.count, Int(((range.upperBound - begin) * rate).rounded()))
        guard first < last else { continue }
        let time = stream.start.advanced(bySeconds: begin + Double(first) / rate)
        waiting[index].stretches[channel].append(
          SampleStretch(begin: time, samples: Array(samples[first..<last]))
        )
      }
    }
  }

  private func finished(_ window: Window) -> [EpisodeSignal] {
    stream.channels.enumerated().compactMap { index, channel in
      let course = window.episode.courses.first { $0.channel == channel.name }
      return EpisodeSignal(
        episode: window.episode.id,
        onset: window.episode.begin,
        end: (course ?? window.episode.strongest).end,
        sensor: stream.sensor,
        channel: channel,
        stretches: window.stretches[index]
      )
    }
  }
}
