import CrampModel
import SensorProtocols

/// Holds a conversation as the fuzzer's bytes say, and stops at the first broken promise.
///
///     byte   0          1        2       3
///            settings   length   pause   length bytes, then the next length
///
/// The pause is in milliseconds, squared. With length 0 only time passes; with length 255 the
/// conversation ends and, unless the pause is 0, begins anew.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  var drive = Drive(makeDialogue(settings(input.first ?? 0)))
  var index = 1
  drive.begin()
  while index + 1 < input.count {
    let length = Int(input[index])
    drive.pass(milliseconds: Int(input[index + 1]) * Int(input[index + 1]))
    index += 2
    if length == 255 {
      drive.end()
      if input[index - 1] == 0 { break }
      drive.begin()
    } else {
      let end = min(index + length, input.count)
      drive.hear(Array(input[index..<end]))
      index = end
    }
  }
  return 0
}

private func settings(_ byte: UInt8) -> DriverSettings {
  var settings = DriverSettings()
  if byte & 1 != 0 { settings.rate = Hertz(250) }
  if byte & 2 != 0 { settings.gain = 1_000 }
  if byte & 4 != 0 { settings.channelCount = Int(byte >> 4) }
  if byte & 8 != 0 { settings.channels[Int(byte >> 4)] = DriverSettings.Channel() }
  return settings
}

private struct Drive<Dialogue: SensorDialogue> {
  private var dialogue: Dialogue
  private var step = DialogueStep()
  private var time = Duration.zero
  private var account: SensorAccount?
  private var failure: DialoguePhase?

  init(_ dialogue: Dialogue) {
    self.dialogue = dialogue
  }

  mutating func begin() {
    account = nil
    failure = nil
    step.removeAll()
    dialogue.begin(at: time, into: &step)
    judge(bytes: 0)
  }

  mutating func pass(milliseconds: Int) {
    let next = time + .milliseconds(milliseconds)
    for _ in 0..<1_000 {
      guard let deadline = dialogue.deadline, deadline <= next else { break }
      time = max(time, deadline)
      step.removeAll()
      dialogue.advance(to: time, into: &step)
      judge(bytes: 0)
    }
    time = next
  }

  mutating func hear(_ bytes: [UInt8]) {
    step.removeAll()
    dialogue.receive(bytes.span, at: time, into: &step)
    judge(bytes: bytes.count)
  }

  mutating func end() {
    step.removeAll()
    dialogue.end(into: &step)
    judge(bytes: 0)
  }

  private mutating func judge(bytes: Int) {
    precondition(step.actions.count <= 64 && step.notices.count <= 8 + 2 * bytes, "talkative")
    let width = dialogue.account.channels.count
    let values = step.frames.values.count
    precondition(width <= 256 && values <= 4_096 + 64 * bytes, "samples from nothing")
    if values > 0 { precondition(width > 0 && values.isMultiple(of: width), "part of a frame") }
    for loss in step.frames.losses {
      precondition(loss.count > 0 && loss.frame >= 0, "a loss of nothing")
      precondition(loss.frame * width <= values, "a loss beyond the frames")
    }
    judgePhase()
  }

  private mutating func judgePhase() {
    let phase = dialogue.phase
    if let failure { precondition(phase == failure, "a failure that mends itself") }
    switch phase {
    case .opening:
      precondition(account == nil && step.frames.values.isEmpty, "back to the opening")
    case .streaming:
      precondition(account == nil || account == dialogue.account, "an account that changes")
      account = dialogue.account
      precondition(!dialogue.account.channels.isEmpty, "no channels")
      for channel in dialogue.account.channels {
        precondition(channel.rate.value > 0 && channel.rate.value.isFinite, "no rate")
        precondition(!channel.name.isEmpty, "no name")
      }
    case .failed:
      failure = phase
      precondition(dialogue.deadline == nil, "something to come after a failure")
    }
  }
}
