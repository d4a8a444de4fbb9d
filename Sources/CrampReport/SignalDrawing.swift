import CrampHistory

/// One channel of an episode: its samples, its envelope and the levels that decided.
struct SignalDrawing {
  private let signal: EpisodeSignal
  private let course: EpisodeCourse
  private let length: Double?
  private let axis: SignalAxis
  private let samples = Strip(top: 10, height: 92)
  private let levels = Strip(top: 116, height: 128)

  /// Prepares a drawing.
  ///
  /// - Parameters:
  ///   - signal: What there is of the samples.
  ///   - course: What the events say.
  init(_ signal: EpisodeSignal, _ course: EpisodeCourse) {
    self.signal = signal
    self.course = course
    length = course.duration
    axis = SignalAxis(signal.segments)
  }

  /// The drawing.
  ///
  /// - Parameters:
  ///   - identity: Unique on the page.
  ///   - onset: Seconds from the onset of the episode to that on this channel.
  /// - Returns: The element.
  func markup(identity: String, onset: Double) -> Markup {
    let values = signal.segments.flatMap(\.envelope)
    let marked = [course.rest, course.on, course.off].compactMap(\.self)
    let scale = Scale(logarithmic: values + marked)
    var drawing = Drawing(
      identity: identity,
      height: 286,
      title: "Signal of \(signal.channel) around the cramp",
      description: description(values)
    )
    drawFrames(&drawing)
    drawSamples(&drawing)
    drawLevels(&drawing, scale)
    drawMarks(&drawing, onset: onset)
    for (seconds, x) in axis.ticks {
      drawing.path("M\(Figure.coordinate(x)) \(Figure.coordinate(levels.bottom))v4", "tick")
      drawing.text(Figure.short(seconds, decimals: 1), x, levels.bottom + 18, anchor: "middle")
    }
    drawing.text("seconds from the onset", 267, levels.bottom + 36, anchor: "middle")
    return drawing.markup
  }

  private func description(_ values: [Double]) -> String {
    let unit = signal.unit
    let highest = values.filter(\.isFinite).max()
    var text = "Above the samples, below their RMS over 250 ms on a logarithmic scale"
    if let highest { text += ", which reaches \(Figure.level(highest, unit))" }
    text += ". Rest \(Figure.level(course.rest, unit)), level on \(Figure.level(course.on, unit))"
    return text + ", level off \(Figure.level(course.off, unit))."
  }

  private func drawFrames(_ drawing: inout Drawing) {
    for (left, width) in axis.spans {
      drawing.rectangle(left, samples.top, width, samples.height, "frame")
      drawing.rectangle(left, levels.top, width, levels.height, "frame")
    }
    drawing.upright("samples, \(signal.unit)", 14, samples.top + samples.height / 2)
    drawing.upright("RMS, \(signal.unit)", 14, levels.top + levels.height / 2)
  }

  /// From the lowest to the highest sample of each column; what is missing lifts the pen.
  private func drawSamples(_ drawing: inout Drawing) {
    let columns = signal.segments.flatMap(\.columns)
    let scale = Scale(linear: columns.flatMap { [Double($0.low), Double($0.high)] })
    var path = ""
    for (index, segment) in signal.segments.enumerated() {
      var isDown = false
      for (column, (low, high)) in segment.columns.enumerated() {
        guard low <= high else {
          isDown = false
          continue
        }
        let x = axis.x(column: column, of: segment.columns.count, segment: index)
        path += "\(isDown ? "L" : "M")\(Figure.coordinate(x)) "
        path += "\(Figure.coordinate(samples.y(scale.place(Double(high)))))"
        path += "V\(Figure.coordinate(samples.y(scale.place(Double(low)))))"
        isDown = true
      }
    }
    drawing.path(path, "samples")
    drawTicks(&drawing, scale, samples)
  }

  private func drawLevels(_ drawing: inout Drawing, _ scale: Scale) {
    for (kind, level) in [("rest", course.rest), ("off", course.off), ("on", course.on)] {
      guard let level, level > 0 else { continue }
      let y = Figure.coordinate(levels.y(scale.place(level)))
      let path = axis.spans.map {
        "M\(Figure.coordinate($0.left)) \(y)h\(Figure.coordinate($0.width))"
      }
      drawing.path(path.joined(), kind)
    }
    drawing.path(Self.envelope(signal, axis, levels, scale), "level")
    drawTicks(&drawing, scale, levels)
  }

  /// The envelope as a path, broken where it is not known.
  static func envelope(
    _ signal: EpisodeSignal,
    _ axis: SignalAxis,
    _ strip: Strip,
    _ scale: Scale
  ) -> String {
    var path = ""
    for (index, segment) in signal.segments.enumerated() {
      var isDown = false
      for (column, level) in segment.envelope.enumerated() {
        guard level.isFinite else {
          isDown = false
          continue
        }
        let x = axis.x(column: column, of: segment.envelope.count, segment: index)
        path += "\(isDown ? "L" : "M")\(Figure.coordinate(x)) "
        path += Figure.coordinate(strip.y(scale.place(level)))
        isDown = true
      }
    }
    return path
  }

  private func drawTicks(_ drawing: inout Drawing, _ scale: Scale, _ strip: Strip) {
    for tick in scale.ticks {
      let y = strip.y(scale.place(tick))
      drawing.path("M\(Figure.coordinate(SignalAxis.left)) \(Figure.coordinate(y))h-4", "tick")
      let number = abs(tick) < 1e-9 ? "0" : Figure.short(tick)
      drawing.text(number, SignalAxis.left - 7, y + 4, anchor: "end")
    }
  }

  private func drawMarks(_ drawing: inout Drawing, onset: Double) {
    let top = Figure.coordinate(samples.top)
    let height = Figure.coordinate(levels.bottom - samples.top)
    for seconds in [onset, length.map { onset + $0 }].compactMap(\.self) {
      guard let x = axis.x(seconds) else { continue }
      drawing.path("M\(Figure.coordinate(x)) \(top)v\(height)", "mark")
    }
  }
}
