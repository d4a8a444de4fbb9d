/// How a SpikerBox is asked who it is and brought to send samples.
///
///     serial   b: ──HWT──▶ (conf) ──▶ listen            boxes that stream by themselves
///              b: ──HWT of a Pro──▶ max: start: board: ──▶ listen
///              b: ──nothing──▶ (conf) ──▶ listen ──nothing──▶ ?: max: start: board: ──▶ listen
///     HID      ?: ──HWT──▶ max: start: board: ──▶ listen
///
/// Where a serial line stays silent, all is tried again at the next speed.
struct SpikerBoxOpening: Hashable, Sendable {
  private enum Stage: Hashable, Sendable {
    case asking(SpikerBoxQuestion, tries: Int)
    case listening
    case failed(DialogueError)
  }

  private static let waiting: [SpikerBoxQuestion] = [.versions, .limits, .start, .board]
  /// An UNO says 230400 and runs at 222222; the Human-Human Interface runs at 500000.
  private static let speeds = [222_222, 500_000]
  private static let listeningTime = Duration.seconds(3)

  /// The type of hardware that the box has told.
  private(set) var hardware: String?
  /// The version of the firmware that the box has told.
  private(set) var firmware: String?
  /// The limits that the box has told.
  private(set) var limits = SpikerBoxModel.Limits()
  /// When ``advance(to:into:)`` has something to do at the latest.
  private(set) var deadline = Duration.zero
  /// Whether the box has been told to start.
  private(set) var hasStarted = false

  private let isHID: Bool
  private let channelCount: Int?
  private var speeds: [Int] = []
  private var plan: [SpikerBoxQuestion] = []
  private var stage = Stage.listening

  init(settings: DriverSettings, isHID: Bool) {
    self.isHID = isHID
    channelCount = settings.channelCount
    if !isHID { speeds = settings.baud.map { [$0] } ?? Self.speeds }
  }

  /// Whether all is asked and frames are awaited.
  var isListening: Bool { stage == .listening }

  /// Why the box cannot be used; `nil` if it can, as far as is known.
  var failure: DialogueError? {
    if case .failed(let error) = stage { error } else { nil }
  }

  /// Asks the first question.
  mutating func begin(at time: Duration, into step: inout DialogueStep) {
    if let speed = speeds.first { step.actions.append(.setBaud(speed)) }
    plan = isHID ? Self.waiting : [.box]
    askNext(at: time, into: &step)
  }

  /// Takes a message in.
  mutating func hear(_ message: SpikerBoxMessage, at time: Duration, into step: inout DialogueStep)
  {
    hardware = message["HWT"] ?? hardware
    firmware = message["FWV"] ?? firmware
    limits.rate =
      message["MSF"].flatMap { Double($0) }.flatMap { (100...200_000) ~= $0 ? $0 : nil }
      ?? limits.rate
    limits.channels = message["MNC"].flatMap { Int($0) } ?? limits.channels
    guard case .asking(let question, _) = stage, let answer = question.answer,
      message[answer] != nil
    else { return }
    if question == .box { plan = planForBox }
    askNext(at: time, into: &step)
  }

  /// Goes on where an answer does not come.
  mutating func advance(to time: Duration, into step: inout DialogueStep) {
    guard time >= deadline else { return }
    switch stage {
    case .asking(let question, let tries) where tries < question.tries:
      ask(question, tries: tries + 1, at: time, into: &step)
    case .asking(.versions, _):
      tryNextSpeed(asked: .versions, at: time, into: &step)
    case .asking(let question, _):
      if question == .box { plan = planForBox }
      askNext(at: time, into: &step)
    case .listening where !isHID && !hasStarted:
      plan = Self.waiting
      askNext(at: time, into: &step)
    case .listening:
      tryNextSpeed(asked: hasStarted ? .start : .box, at: time, into: &step)
    case .failed:
      break
    }
  }

  private var planForBox: [SpikerBoxQuestion] {
    if SpikerBoxModel(hardware: hardware).isPro { return Array(Self.waiting.dropFirst()) }
    return channelCount.map { [.channels($0)] } ?? []
  }

  private mutating func tryNextSpeed(
    asked: SpikerBoxQuestion,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    if speeds.count > 1 {
      speeds.removeFirst()
      hasStarted = false
      begin(at: time, into: &step)
    } else {
      stage = .failed(.noAnswer(asked: String(asked.text.dropLast())))
    }
  }

  private mutating func askNext(at time: Duration, into step: inout DialogueStep) {
    while !plan.isEmpty {
      let question = plan.removeFirst()
      ask(question, tries: 1, at: time, into: &step)
      if question.patience > .zero { return }
    }
    stage = .listening
    deadline = time + Self.listeningTime
  }

  private mutating func ask(
    _ question: SpikerBoxQuestion,
    tries: Int,
    at time: Duration,
    into step: inout DialogueStep
  ) {
    let text = question.text
    step.actions.append(.send(isHID ? SpikerBoxReport.command(text) : Array(text.utf8)))
    if question == .start { hasStarted = true }
    stage = .asking(question, tries: tries)
    deadline = time + question.patience
  }
}
