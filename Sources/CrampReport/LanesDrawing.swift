import CrampHistory
import CrampModel

/// The envelopes of all channels of an episode below one another: who contracted before whom.
struct LanesDrawing {
  private static let lane = 62.0
  private static let mostLanes = 16

  private let signals: [EpisodeSignal]
  private let episode: CrampEpisode

  /// Prepares a drawing.
  ///
  /// - Parameters:
  ///   - signals: Of the channels of one episode.
  ///   - episode: The episode.
  init(_ signals: [EpisodeSignal], _ episode: CrampEpisode) {
    self.signals = Array(signals.prefix(Self.mostLanes))
    self.episode = episode
  }

  /// The drawing; `nil` where there are not two channels.
  func markup(identity: String) -> Markup? {
    guard signals.count > 1, let first = signals.first else { return nil }
    let axis = SignalAxis(first.segments)
    let height = Double(signals.count) * Self.lane
    var drawing = Drawing(
      identity: identity,
      height: height + 40,
      title: "Envelopes of \(signals.count) channels around the cramp",
      description: order
    )
    for (index, signal) in signals.enumerated() {
      draw(signal, Strip(top: Double(index) * Self.lane + 20, height: Self.lane - 22), &drawing)
    }
    for (seconds, x) in axis.ticks {
      drawing.text(Figure.short(seconds, decimals: 1), x, height + 16, anchor: "middle")
    }
    drawing.text("seconds from the onset", 267, height + 34, anchor: "middle")
    return drawing.markup
  }

  private var order: String {
    let words = episode.courses.map { course in
      "\(PlainText.shortened(course.channel)) after "
        + "\(Figure.short(course.begin.seconds(since: episode.begin), decimals: 1)) s"
    }
    return "Each on a logarithmic scale of its own. Onsets: \(words.joined(separator: ", "))."
  }

  private func draw(_ signal: EpisodeSignal, _ strip: Strip, _ drawing: inout Drawing) {
    let axis = SignalAxis(signal.segments)
    let levels = signal.segments.flatMap(\.envelope)
    let scale = Scale(logarithmic: levels)
    for (left, width) in axis.spans {
      drawing.rectangle(left, strip.top, width, strip.height, "frame")
    }
    let highest = Figure.level(levels.filter(\.isFinite).max(), signal.unit)
    drawing.text(
      "\(PlainText.shortened(signal.channel)), up to \(highest)",
      SignalAxis.left,
      strip.top - 5
    )
    drawing.path(SignalDrawing.envelope(signal, axis, strip, scale), "level")
    let onsets = episode.courses.filter { $0.channel == signal.channel }
    for course in onsets {
      guard let x = axis.x(course.begin.seconds(since: episode.begin)) else { continue }
      drawing.path(
        "M\(Figure.coordinate(x)) \(Figure.coordinate(strip.top))v\(Figure.coordinate(strip.height))",
        "mark"
      )
    }
  }
}
