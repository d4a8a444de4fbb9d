import CrampModel

/// Listens to a sensor that prints numbers, as sketches do for the Arduino serial plotter.
///
/// Not a byte is sent: there are boards that open a menu on any. The line tells neither what its
/// numbers are nor how fast they come; without a word in the settings a column is an envelope of
/// arbitrary scale, unless a unit stands beside it, and the rate is measured for five seconds.
public struct TextLines: SensorDialogue {
  /// What sketches for muscle sensors use, and what load cells do.
  private static let speeds = [115_200, 9_600]
  private static let patience = Duration.seconds(8)
  /// For sensors of less than one line a second.
  private static let patienceWithLines = Duration.seconds(60)
  private static let mostBanners = 4

  /// Where the conversation stands.
  public private(set) var phase = DialoguePhase.opening
  /// What the sensor gives.
  public private(set) var account = SensorAccount()

  private let settings: DriverSettings
  private var speeds: [Int] = []
  private var began = Duration.zero
  private var buffer: [UInt8] = []
  private var length = 0
  private var isFirst = true
  private var line = TextLine()
  private var survey = TextSurvey()
  private var hasText = false
  private var banners = 0
  private var columns: TextColumns?
  private var chosen: [Int] = []
  private var scales: [ChannelScale] = []
  private var arrivals: ArrivalLoss?
  private var arrived = 0
  private var lost = 0

  /// A conversation that has not begun.
  ///
  /// Channels that the settings name are the columns to use, from 1; otherwise all are used. A
  /// channel count says how many numbers the lines have.
  ///
  /// - Parameter settings: What a person says of the sensor.
  public init(settings: DriverSettings) {
    self.settings = settings
    buffer.reserveCapacity(TextLine.longest)
  }

  /// When another speed is tried or the sensor is given up.
  public var deadline: Duration? {
    guard phase == .opening else { return nil }
    return began + (survey.isEmpty ? Self.patience : Self.patienceWithLines)
  }

  /// Begins.
  public mutating func begin(at time: Duration, into step: inout DialogueStep) {
    self = TextLines(settings: settings)
    speeds = settings.baud.map { [$0] } ?? Self.speeds
    listen(at: time, into: &step)
  }

  /// Takes bytes in.
  public mutating func receive(
    _ bytes: Span<UInt8>,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    lost += arrivals?.lost(at: time) ?? 0
    arrived = 0
    for index in 0..<bytes.count {
      take(bytes[index], at: time, into: &step)
    }
    arrivals?.note(frames: arrived, at: time)
    advance(to: time, into: &step)
  }

  /// Lets time pass.
  public mutating func advance(to time: Duration, into step: inout DialogueStep) {
    guard let deadline, time >= deadline else { return }
    if speeds.count > 1 {
      speeds.removeFirst()
      listen(at: time, into: &step)
    } else if survey.isEmpty, !hasText {
      phase = .failed(.noAnswer(asked: "for lines of numbers"))
    } else {
      let what = survey.isEmpty ? "text without numbers" : "text whose lines differ"
      phase = .failed(.unsupported(what: what))
    }
  }

  /// Says nothing.
  public mutating func end(into step: inout DialogueStep) {}

  private mutating func listen(at time: Duration, into step: inout DialogueStep) {
    if let speed = speeds.first { step.actions.append(.setBaud(speed)) }
    began = time
    clearLine()
    isFirst = true
    survey = TextSurvey()
  }

  private mutating func clearLine() {
    buffer.removeAll(keepingCapacity: true)
    length = 0
  }

  private mutating func take(_ byte: UInt8, at time: Duration, into step: inout DialogueStep) {
    guard byte == 0x0A else {
      length += 1
      if length <= TextLine.longest { buffer.append(byte) }
      return
    }
    if isFirst {
      isFirst = false
    } else if length > TextLine.longest {
      step.notices.append(.skipped(bytes: length))
    } else {
      takeLine(at: time, into: &step)
    }
    clearLine()
  }

  private mutating func takeLine(at time: Duration, into step: inout DialogueStep) {
    let bytes = buffer
    let hasNumbers = line.read(bytes.span)
    switch phase {
    case .opening where hasNumbers:
      let found = TextColumns(line, in: bytes)
      if let count = settings.channelCount, count != found.labels.count { return }
      survey.note(found, at: time)
      settle()
    case .streaming where hasNumbers:
      emit(into: &step)
    case .opening where banners < Self.mostBanners && !buffer.isEmpty:
      hasText = true
      banners += 1
      let text = String(printable: bytes.span)
      if !text.isEmpty { step.notices.append(.text(text)) }
    case .opening, .streaming, .failed:
      break
    }
  }

  private mutating func settle() {
    guard let found = survey.result(needsRate: settings.rate == nil) else { return }
    do {
      try describe(found.columns, rate: settings.rate ?? found.rate ?? Hertz(0))
      phase = .streaming
    } catch {
      phase = .failed(error)
    }
  }

  private mutating func describe(_ found: TextColumns, rate: Hertz) throws(DialogueError) {
    guard rate.value > 0, rate.value < 1e6 else {
      throw .settings(cause: "the rate must be above 0 and below 1 MHz")
    }
    let named = settings.channels.keys.sorted().map { $0 - 1 }
    chosen = named.isEmpty ? Array(found.labels.indices) : named
    scales = []
    for column in chosen {
      guard found.labels.indices.contains(column) else {
        let count = found.labels.count
        throw .settings(cause: "no column \(column + 1); a line has \(count)")
      }
      let numbers = found.numbers(of: column)
      scales.append(
        try ChannelScale(numbers, channel: column + 1, settings: settings, rate: rate)
      )
    }
    columns = found
    arrivals = ArrivalLoss(rate: rate)
    account.channels = scales.map(\.description)
  }

  private mutating func emit(into step: inout DialogueStep) {
    guard let columns else { return }
    let isByLabel = columns.areLabelled
    guard isByLabel || line.values.count == columns.labels.count else {
      lost += 1
      arrived += 1
      return
    }
    if line.hasWords, !columns.hasWords { return }
    arrived += 1
    if lost > 0 {
      let frame = step.frames.values.count / scales.count
      step.frames.losses.append(SampleFrames.Loss(frame: frame, count: lost))
      lost = 0
    }
    for (column, scale) in zip(chosen, scales) {
      let place = isByLabel ? self.column(labelled: columns.labels[column]) : column
      let value = place.map { line.values[$0] } ?? .nan
      step.frames.values.append(scale.value(of: value))
    }
  }

  private func column(labelled label: [UInt8]) -> Int? {
    line.labels.firstIndex { buffer[$0].elementsEqual(label) }
  }
}
