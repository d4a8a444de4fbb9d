import SensorProtocols

/// A conversation as a drawing: what comes is played, and what is said and happens is written down.
///
///        0 begin
///        0 baud 115200
///        0 > s
///      100 > v
///      900 < OpenBCI$$$
///     6000 .
///
/// The number is milliseconds. `>` is sent, `<` comes, `=` is a new phase, `.` lets time pass.
/// `\n`, `\r` and `\xNN` stand for bytes, `$name` for given ones.
struct Transcript<Dialogue: SensorDialogue> {
  private(set) var dialogue: Dialogue
  private(set) var step = DialogueStep()
  private var lines: [String] = []
  private var phase: DialoguePhase

  init(_ dialogue: Dialogue) {
    self.dialogue = dialogue
    phase = dialogue.phase
  }

  /// Plays a script and returns what it should have looked like.
  mutating func play(_ script: String, bytes: [String: [UInt8]] = [:]) -> String {
    for line in script.split(separator: "\n").map({ $0.drop { $0 == " " } }) {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count > 1, let milliseconds = Int(words[0]) else { continue }
      let rest = words.count > 2 ? String(words[2]) : ""
      let time = Duration.milliseconds(milliseconds)
      pass(to: time)
      switch words[1] {
      case "begin":
        write("begin", at: time)
        act(at: time) { $0.begin(at: time, into: &$1) }
      case "<":
        write("< \(rest)", at: time)
        let bytes = bytes[rest] ?? Self.bytes(rest)
        act(at: time) { $0.receive(bytes.span, at: time, into: &$1) }
      case "end":
        write("end", at: time)
        act(at: time) { $0.end(into: &$1) }
      case ".":
        write(".", at: time)
      default:
        break
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Wakes the dialogue at each of its deadlines.
  private mutating func pass(to time: Duration) {
    while let deadline = dialogue.deadline, deadline <= time {
      act(at: deadline) { $0.advance(to: deadline, into: &$1) }
      guard dialogue.deadline != deadline else { return write("stuck", at: deadline) }
    }
  }

  private mutating func act(
    at time: Duration,
    _ body: (inout Dialogue, inout DialogueStep) -> Void
  ) {
    body(&dialogue, &step)
    for action in step.actions {
      switch action {
      case .send(let bytes): write("> \(Self.text(bytes))", at: time)
      case .setBaud(let baud): write("baud \(baud)", at: time)
      }
    }
    step.actions.removeAll()
    guard dialogue.phase != phase else { return }
    phase = dialogue.phase
    switch phase {
    case .opening: write("= opening", at: time)
    case .streaming: write("= streaming", at: time)
    case .failed(let error): write("= \(error)", at: time)
    }
  }

  private mutating func write(_ text: String, at time: Duration) {
    lines.append("\(Int(time / .milliseconds(1))) \(text)")
  }

  private static func text(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      switch byte {
      case 10: "\\n"
      case 13: "\\r"
      case 32..<127: String(Unicode.Scalar(byte))
      default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined()
  }

  private static func bytes(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.popFirst() {
      guard first == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
        bytes.append(first)
        continue
      }
      switch kind {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "r"): bytes.append(13)
      default:
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      }
    }
    return bytes
  }
}

/// A script without what indents it.
func trimmed(_ script: String) -> String {
  script.split(separator: "\n").map { String($0.drop { $0 == " " }) }.joined(separator: "\n")
}

/// Bytes from hexadecimal digits.
func hex(_ digits: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = digits.filter { !$0.isWhitespace }[...]
  while !rest.isEmpty {
    bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
    rest = rest.dropFirst(2)
  }
  return bytes
}
