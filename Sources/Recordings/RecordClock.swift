import CrampModel

/// When the next record begins, counted in records so that no error adds up.
struct RecordClock: Sendable {
  private var segment: Double
  private var records = 0
  private let duration: Double

  init(start: Double, duration: Double) {
    segment = start
    self.duration = duration
  }

  /// Seconds from the header's start.
  var onset: Double { rounded(segment + Double(records) * duration) }

  mutating func advance() {
    records += 1
  }

  /// Leaves out some time.
  mutating func skip(_ seconds: Double) {
    segment = onset + seconds
    records = 0
  }
}

/// Runs of missing samples, joined over records, as labels.
struct LossRuns: Sendable {
  private let channels: [String]
  private let reach: Double
  /// For each channel, and last for all of them, the run that is not over yet.
  private var runs: [ClosedRange<Double>?]

  init(channels: [String], reach: Double) {
    self.channels = channels
    self.reach = reach
    runs = Array(repeating: nil, count: channels.count + 1)
  }

  /// Adds what is missing in a record, for each channel; returns the runs that are over.
  mutating func add(_ lost: [ClosedRange<Double>?]) -> [Label] {
    let isCommon = lost.count > 1 && Set(lost).count == 1
    var labels: [Label] = []
    for index in runs.indices {
      let isAll = index == channels.count
      let span = isAll ? (isCommon ? lost[0] : nil) : (isCommon ? nil : lost[index])
      if let run = runs[index], let span, span.lowerBound - run.upperBound <= reach {
        runs[index] = run.lowerBound...max(run.upperBound, span.upperBound)
      } else {
        if let run = runs[index] { labels.append(label(run, index)) }
        runs[index] = span
      }
    }
    return labels
  }

  /// The runs that are left.
  mutating func finish() -> [Label] {
    let labels = runs.enumerated().compactMap { index, run in run.map { label($0, index) } }
    runs = runs.map { _ in nil }
    return labels
  }

  private func label(_ run: ClosedRange<Double>, _ index: Int) -> Label {
    Label(
      onset: rounded(run.lowerBound),
      duration: rounded(run.upperBound - run.lowerBound),
      trialType: "samples lost",
      channel: index < channels.count ? channels[index] : nil
    )
  }
}
