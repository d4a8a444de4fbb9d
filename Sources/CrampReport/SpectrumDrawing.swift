import SignalFeatures

#if canImport(Glibc)
import Glibc
#endif

/// The spectra of a channel before and during an episode, over each other.
struct SpectrumDrawing {
  private static let points = 160
  private static let decibels = 50.0

  private let signal: EpisodeSignal
  private let medianFrequency: Double?
  private let strip = Strip(top: 10, height: 116)

  /// Prepares a drawing.
  ///
  /// - Parameters:
  ///   - signal: What there is of the samples.
  ///   - medianFrequency: That of the onset, in hertz.
  init(_ signal: EpisodeSignal, medianFrequency: Double?) {
    self.signal = signal
    self.medianFrequency = medianFrequency
  }

  /// The drawing; `nil` without a spectrum of the episode.
  func markup(identity: String) -> Markup? {
    guard let during = signal.during, let peak = peak(during), peak > 0 else { return nil }
    // Above 500 Hz surface EMG has nothing to tell (SENIAM recommends a low-pass near there).
    let highest = min(500, during.binWidth * Double(during.power.count - 1))
    let scale = Scale(from: 0, to: highest)
    var drawing = Drawing(
      identity: identity,
      height: 168,
      title: "Spectrum of \(signal.channel) before and during the cramp",
      description: description(during, peak)
    )
    let left = SignalAxis.left
    drawing.rectangle(left, strip.top, SignalAxis.right - left, strip.height, "frame")
    if let before = signal.before { drawing.path(path(before, peak, scale), "before") }
    drawing.path(path(during, peak, scale), "level")
    if let medianFrequency, medianFrequency < highest {
      let mark = Figure.coordinate(x(medianFrequency, scale))
      drawing.path(
        "M\(mark) \(Figure.coordinate(strip.top))v\(Figure.coordinate(strip.height))",
        "mark"
      )
    }
    for tick in scale.ticks {
      drawing.path(
        "M\(Figure.coordinate(x(tick, scale))) \(Figure.coordinate(strip.bottom))v4",
        "tick"
      )
      let isLast = x(tick, scale) > SignalAxis.right - 12
      drawing.text(
        Figure.short(tick),
        x(tick, scale),
        strip.bottom + 18,
        anchor: isLast ? "end" : "middle"
      )
    }
    for level in stride(from: 0, through: -40, by: -20) {
      let y = strip.y(1 + Double(level) / Self.decibels)
      drawing.text(String(level), left - 7, y + 4, anchor: "end")
    }
    drawing.text("hertz", 267, strip.bottom + 36, anchor: "middle")
    drawing.upright("power, dB", 14, strip.top + strip.height / 2)
    return drawing.markup
  }

  private func description(_ during: AveragedSpectrum, _ peak: Double) -> String {
    let bin = during.power.indices.dropFirst().max { during.power[$0] < during.power[$1] } ?? 0
    var text = "Power in decibels below its highest during the cramp, which is at "
    text += "\(Figure.short(Double(bin) * during.binWidth, decimals: 0)) Hz."
    if let medianFrequency {
      text += " Median frequency at the onset \(Figure.short(medianFrequency, decimals: 1)) Hz."
    }
    return text
  }

  /// The highest power but for that of a constant.
  private func peak(_ spectrum: AveragedSpectrum) -> Double? { spectrum.power.dropFirst().max() }

  private func x(_ hertz: Double, _ scale: Scale) -> Double {
    SignalAxis.left + scale.place(hertz) * (SignalAxis.right - SignalAxis.left)
  }

  /// The mean of as many bins as share a point.
  private func path(_ spectrum: AveragedSpectrum, _ peak: Double, _ scale: Scale) -> String {
    let bins = min(spectrum.power.count, Int(scale.high / spectrum.binWidth) + 1)
    let points = min(Self.points, max(1, bins - 1))
    var path = ""
    for point in 0..<points {
      let first = 1 + (bins - 1) * point / points
      let last = max(first + 1, 1 + (bins - 1) * (point + 1) / points)
      let part = spectrum.power[first..<min(last, spectrum.power.count)]
      guard !part.isEmpty else { continue }
      let mean = part.reduce(0, +) / Double(part.count)
      let level = mean > 0 ? 10 * log10(mean / peak) : -Self.decibels
      let place = max(0, min(1, 1 + level / Self.decibels))
      let hertz = (Double(first) + Double(part.count - 1) / 2) * spectrum.binWidth
      path += "\(path.isEmpty ? "M" : "L")\(Figure.coordinate(x(hertz, scale))) "
      path += Figure.coordinate(strip.y(place))
    }
    return path
  }
}
