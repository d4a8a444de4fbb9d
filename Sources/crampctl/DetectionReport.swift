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
      ["onset", "duration", "type", "channel", "confidence", "kind"],
      numeric: [1, 4]
    )
    for label in labels where label.trialType != "signal_bad" {
      table.add([
        NumberText.clock(label.onset), NumberText.length(label.duration ?? 0), label.trialType,
        label.channel ?? "", label.confidence.map { NumberText.fixed($0, decimals: 2) } ?? "",
        kind(of: label),
      ])
    }
    let cramps = labels.count { $0.trialType == "cramp" }
    let summary = cramps == 0 ? "no cramp found" : "\(NumberText.count(cramps, "cramp")) found"
    return (table.isEmpty ? "" : table.text) + "  \(summary)\n"
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
    text += bad.isEmpty ? "\n" : "; not:\n"
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
    let onset = event(.crampOnset, label)
    let release = detection.events.first {
      $0.type == .crampRelease && $0.episode == onset?.episode && $0.channel == label.channel
    }
    guard let release else { return "lasts to the end" }
    guard case .text(let kind) = release[.kind] else { return "" }
    return kind
  }

  private func reason(of label: Label) -> String {
    guard case .text(let reason) = event(.signalBad, label)?[.reason] else { return "" }
    return reason
  }

  /// The event that a label begins with.
  private func event(_ type: EventType, _ label: Label) -> CrampEvent? {
    let start = detection.stream.start
    return detection.events.first {
      $0.type == type && $0.channel == label.channel && $0.time.seconds(since: start) == label.onset
    }
  }
}
