import SensorProtocols

/// The bytes that hexadecimal digits stand for; blanks do not count.
func wire(_ hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

/// A dialogue, and all that has come out of it.
struct Talk<Dialogue: SensorDialogue> {
  var dialogue: Dialogue
  var sent: [[UInt8]] = []
  var speeds: [Int] = []
  var frames: [[Float]] = []
  /// Lost frames by the number of the frame that they are before.
  var losses: [Int: Int] = [:]
  var notices: [SensorNotice] = []

  init(_ dialogue: Dialogue, begun: Bool = true) {
    self.dialogue = dialogue
    if begun { begin(at: .zero) }
  }

  var lost: Int { losses.values.reduce(0, +) }

  /// What has been sent since the last call, as text.
  mutating func said() -> [String] {
    defer { sent = [] }
    return sent.map { String(decoding: $0, as: UTF8.self) }
  }

  mutating func begin(at time: Duration) {
    change { $0.begin(at: time, into: &$1) }
  }

  mutating func hear(_ bytes: [UInt8], at time: Duration) {
    change { $0.receive(bytes.span, at: time, into: &$1) }
  }

  mutating func wait(until time: Duration) {
    change { $0.advance(to: time, into: &$1) }
  }

  mutating func end() {
    change { $0.end(into: &$1) }
  }

  private mutating func change(_ call: (inout Dialogue, inout DialogueStep) -> Void) {
    var step = DialogueStep()
    call(&dialogue, &step)
    for action in step.actions {
      switch action {
      case .send(let bytes): sent.append(bytes)
      case .setBaud(let speed): speeds.append(speed)
      }
    }
    notices += step.notices
    for loss in step.frames.losses { losses[frames.count + loss.frame, default: 0] += loss.count }
    let width = max(1, dialogue.account.channels.count)
    let values = step.frames.values
    for start in stride(from: 0, to: values.count, by: width) {
      frames.append(Array(values[start..<min(start + width, values.count)]))
    }
  }
}
