import Diagnosis
import TerminalScreen

/// What the monitor says of a channel.
enum MonitorWords {
  /// `1:23`, `1:02:03`.
  static func clock(_ seconds: Double) -> String {
    let whole = seconds.isFinite ? Int(max(0, min(seconds, 1e9))) : 0
    let tail = "\(NumberText.two(whole % 60))"
    guard whole >= 3_600 else { return "\(whole / 60):\(tail)" }
    return "\(whole / 3_600):\(NumberText.two(whole / 60 % 60)):\(tail)"
  }

  /// The state of the muscle, with its look.
  static func state(
    of channel: MonitorChannel,
    at moment: MonitorMoment
  ) -> (text: String, style: CellStyle) {
    let length = channel.crampLength(at: moment).map { " \(clock($0))" } ?? ""
    let red = CellStyle(.red, isBold: true, isReversed: true)
    switch channel.condition(at: moment) {
    case .unknown: return ("no data", CellStyle(.magenta))
    case .old(let age):
      let text = "OLD, \(clock(age)) ago"
      return (channel.cramp == nil ? text : "CRAMP? \(text)", CellStyle(.magenta, isBold: true))
    case .unjudged(let fault):
      let text = "not judged: \(fault)"
      return (channel.cramp == nil ? text : "CRAMP? \(text)", CellStyle(.magenta, isBold: true))
    case .rest: return ("rest", CellStyle(.green))
    case .contraction: return ("contraction", CellStyle(.yellow))
    case .suspected: return ("cramp suspected", CellStyle(.yellow, isBold: true))
    case .cramp: return (length.isEmpty ? "CRAMP" : "CRAMP since\(length)", red)
    case .easing: return ("CRAMP easing\(length)", red)
    }
  }

  /// The level with its unit; in brackets where it is not of now.
  static func level(of channel: MonitorChannel, at moment: MonitorMoment) -> String {
    guard let signal = channel.signal else { return "" }
    let text = "\(NumberText.significant(signal.level)) \(signal.unit)"
    if case .old = channel.condition(at: moment) { return "(\(text))" }
    return text
  }

  /// Whether the signal is good, in words.
  static func quality(of channel: MonitorChannel, at moment: MonitorMoment) -> String {
    guard let signal = channel.signal else { return "" }
    if case .old = channel.condition(at: moment) { return "" }
    if let fault = signal.fault { return SignalWords.reason(fault) }
    var parts: [String] = []
    if signal.hum >= 0.2 { parts.append("\(NumberText.percent(min(1, signal.hum))) hum") }
    if signal.motion >= 0.4 { parts.append("\(NumberText.percent(min(1, signal.motion))) motion") }
    return parts.isEmpty ? "good signal" : parts.joined(separator: ", ")
  }

  /// The tone of the last minute, and what is usual for this person.
  static func tone(of channel: MonitorChannel, at moment: MonitorMoment) -> String {
    guard let signal = channel.signal else { return "" }
    if case .old = channel.condition(at: moment) { return "" }
    guard let tone = channel.quiet.tone else { return "tone unknown" }
    let text = "tone \(NumberText.significant(tone)) \(signal.unit)"
    guard let usual = channel.usual else { return text }
    return text + " (\(NumberText.fixed(tone / usual)) × usual)"
  }
}
