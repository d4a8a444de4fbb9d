import CrampModel
import Recordings

/// A detection as people read it.
struct DetectionReport {
  private static let mostStretches = 20
  private let detection: Detection
  private let labels: [Label]

  init(_ detection: Detection) {
    self.detection = detection
    labels = detection.labels
  }

  /// The report with a line feed at its end.
  var text: String {
    head + found + ChainReport(detection: detection).text + judged
  }

  private var head: String {
    let stream = detection.stream
    let rates = Set(stream.channels.map(\.rate)).sorted().map { NumberText.short($0.value) }
    let start = stream.start == .epoch ? "" : ", from \(LocalTime.utc(stream.start)) UTC"
    return TextTable.plain(detection.path)
      + ": \(NumberText.length(detection.duration)), "
      + "\(NumberText.count(stream.channels.count, "channel")) at \(rates.joined(separator: "/")) Hz"
      + "\(start), profile \(detection.profile)\n"
  }

  private var found: String {
    var table = TextTable(
      ["onset", "duration", "type", "channel", "confidence", "mean", "over rest", "kind"],
      numeric: [1, 4, 5, 6]
    )
    for label in labels where label.trialType != "signal_bad" {
      let height = height(of: label)
      table.add([
        NumberText.clock(label.onset), NumberText.length(label.duration ?? 0), label.trialType,
        label.channel ?? "", label.confidence.map { NumberText.fixed($0, decimals: 2) } ?? "",
        height.mean, height.ratio, kind(of: label),
      ])
    }
    return (table.isEmpty ? "" : table.text) + "  \(summary)\n"
  }

  /// `2 cramps found, 3 suspected and dismissed`.
  private var summary: String {
    let cramps = labels.count { $0.trialType == "cramp" }
    let dismissed = detection.events.count { $0.type == .crampDismissed }
    let undecided = ChannelEpisode.all(in: detection.events).count { $0.outcome == .undecided }
    var summary = cramps == 0 ? "no cramp found" : "\(NumberText.count(cramps, "cramp")) found"
    if dismissed > 0 { summary += ", \(dismissed) suspected and dismissed" }
    if undecided > 0 { summary += ", \(undecided) suspected when the recording ended" }
    return summary
  }

  /// The mean level of a cramp, and how many times rest that is.
  private func height(of label: Label) -> (mean: String, ratio: String) {
    guard label.trialType == "cramp", let onset = event(.crampOnset, label) else { return ("", "") }
    let mean =
      release(of: onset)?.level(.meanMicrovolts, .mean) ?? onset.level(.rmsMicrovolts, .rms)
    let rest = onset.level(.restMicrovolts, .rest) ?? 0
    let channel = detection.stream.channels.first { $0.name == label.channel }
    guard let mean, let channel else { return ("", "") }
    let ratio = rest > 0 ? NumberText.fixed(mean / rest) + " ×" : ""
    return (LevelText(channel.unit).text(mean), ratio)
  }

  /// How much signal there was to judge, and where there was none.
  private var judged: String {
    let bad = labels.filter { $0.trialType == "signal_bad" }
    let all = detection.duration * Double(detection.stream.channels.count)
    let lost = detection.missing * Double(detection.stream.channels.count)
    let useful = max(0, all - lost - bad.reduce(0) { $0 + ($1.duration ?? 0) })
    let percent = all > 0 ? NumberText.short((1_000 * useful / all).rounded() / 10) : "0"
    var text = "  \(percent) % of the signal could be judged"
    if detection.missing > 0 {
      text += "; \(NumberText.length(detection.missing)) are missing from the recording"
    }
    text += bad.isEmpty ? "\n" : "; not: \(reasons(bad))\n"
    guard !bad.isEmpty else { return text }
    var table = TextTable(["onset", "duration", "channel", "reason"], numeric: [1], indent: 4)
    for label in bad.prefix(Self.mostStretches) {
      table.add([
        NumberText.clock(label.onset), NumberText.length(label.duration ?? 0),
        label.channel ?? "", reason(of: label),
      ])
    }
    let rest = bad.count - Self.mostStretches
    return text + table.text
      + (rest > 0 ? "    and \(NumberText.count(rest, "more stretch"))es\n" : "")
  }

  private func kind(of label: Label) -> String {
    guard label.trialType == "cramp" else { return "" }
    guard let release = event(.crampOnset, label).flatMap(release(of:)) else {
      return "lasts to the end"
    }
    return release.word(.kind) ?? ""
  }

  private func release(of onset: CrampEvent) -> CrampEvent? {
    detection.events.first {
      $0.type == .crampRelease && $0.episode == onset.episode && $0.channel == onset.channel
        && $0.time >= onset.time
    }
  }

  /// `mains 1 min 15 s, lead-off 20.0 s`, the longest first.
  private func reasons(_ bad: [Label]) -> String {
    var seconds: [String: Double] = [:]
    for label in bad { seconds[reason(of: label), default: 0] += label.duration ?? 0 }
    return seconds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) \(NumberText.length($0.value))" }.joined(separator: ", ")
  }

  private func reason(of label: Label) -> String {
    event(.signalBad, label)?.word(.reason) ?? ""
  }

  /// The event that a label begins with.
  private func event(_ type: EventType, _ label: Label) -> CrampEvent? {
    let start = detection.stream.start
    return detection.events.first {
      $0.type == type && $0.channel == label.channel && $0.time.seconds(since: start) == label.onset
    }
  }
}
