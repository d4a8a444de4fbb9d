import CrampModel
import EventJournal

/// How long events took from the samples to subscribers; members are named as in the status answer.
struct DelayReport: Encodable {
  /// A part of the way, in seconds.
  struct Part: Encodable {
    let count: Int
    let median: Double
    let most: Double
    let longest: Double

    enum CodingKeys: String, CodingKey {
      case count
      case median = "p50_s"
      case most = "p99_s"
      case longest = "max_s"
    }

    /// `nil` where nothing was counted.
    init?(_ histogram: DurationHistogram) {
      guard let median = histogram.quantile(0.5), let most = histogram.quantile(0.99) else {
        return nil
      }
      count = histogram.count
      self.median = Self.seconds(median)
      self.most = Self.seconds(most)
      longest = Self.seconds(histogram.longest)
    }

    private static func seconds(_ duration: Duration) -> Double {
      (duration / .seconds(1) * 1e6).rounded() / 1e6
    }
  }

  let decision: Part?
  let writing: Part?
  let delivery: Part?
  let whole: Part?

  init(_ delays: EventDelays) {
    let parts = delays.parts
    decision = Part(parts.decision)
    writing = Part(parts.writing)
    delivery = Part(parts.delivery)
    whole = Part(parts.whole)
  }
}
