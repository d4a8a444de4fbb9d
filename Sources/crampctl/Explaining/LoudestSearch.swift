import CrampDetection
import CrampModel
import Glibc

/// Looks for the 20 s of a recording that stood out most from rest.
///
/// Doublings over rest are summed up, so that a crack of a cable, however loud, weighs less than a
/// contraction that lasts.
final class LoudestSearch {
  /// A stretch of one channel.
  struct Stretch {
    /// Index of the channel in the stream.
    let channel: Int
    /// Seconds from the start of the recording.
    let span: ClosedRange<Double>
  }

  /// Length of a stretch, in hops.
  static let hops = 400

  /// A running sum over the last 20 s, and where it was greatest.
  private struct Running {
    private var ring = [Double](repeating: 0, count: hops)
    private var sum = 0.0
    private var count = 0
    private(set) var greatest = 0.0
    private(set) var end: Int?

    mutating func add(_ value: Double, hop: Int) {
      let slot = count % hops
      sum += value - ring[slot]
      ring[slot] = value
      count += 1
      // Summed anew once a round, so that what has passed leaves no trace of rounding.
      if slot == 0 { sum = ring.reduce(0, +) }
      // As long as it fills, a window that is as good is the longer one.
      guard sum > greatest || (count <= hops && sum >= greatest) else { return }
      greatest = sum
      end = hop
    }
  }

  /// Hops that a verdict on the signal may come late: half a second, and its window besides.
  private static let delay = 20

  /// Values that count only if no fault is found right behind them.
  private struct Delayed {
    private var ring = [Double](repeating: 0, count: delay)
    private(set) var running = Running()
    private var newest = -1

    mutating func add(_ value: Double?, hop: Int) {
      if value == nil {
        for slot in ring.indices { ring[slot] = 0 }
      }
      let slot = hop % delay
      if hop >= delay { running.add(ring[slot], hop: hop - delay) }
      ring[slot] = value ?? 0
      newest = hop
    }

    /// Counts what still waits.
    mutating func finish() {
      guard newest >= 0 else { return }
      for hop in max(0, newest - delay + 1)...newest { running.add(ring[hop % delay], hop: hop) }
    }
  }

  private var ratios: [Delayed]
  private var levels: [Running]
  private var judged = 0

  /// A search over channels.
  init(channels: Int) {
    ratios = Array(repeating: Delayed(), count: channels)
    levels = Array(repeating: Running(), count: channels)
  }

  /// Takes in a hop; the hops of a channel follow one another.
  func add(_ trace: ChannelTrace) {
    guard ratios.indices.contains(trace.channel) else { return }
    let level = trace.level.isFinite ? trace.level : 0
    let rest = trace.levels?.rest ?? 0
    let isKnown = trace.isJudged && rest > 0
    if isKnown { judged += 1 }
    ratios[trace.channel].add(isKnown ? log2(max(1, level / rest)) : nil, hop: trace.hop)
    levels[trace.channel].add(level, hop: trace.hop)
  }

  /// The stretch highest above rest, of what could be judged; without any, the loudest of all.
  var loudest: Stretch? {
    let runs = judged > 0 ? ratios.map(Self.finished) : levels
    let best = runs.indices.max { runs[$0].greatest < runs[$1].greatest }
    guard let best, let end = runs[best].end else { return nil }
    let seconds = Double(end + 1) * FeatureRow.hopSeconds
    let length = Double(Self.hops) * FeatureRow.hopSeconds
    return Stretch(channel: best, span: max(0, seconds - length)...seconds)
  }

  private static func finished(_ delayed: Delayed) -> Running {
    var delayed = delayed
    delayed.finish()
    return delayed.running
  }
}
