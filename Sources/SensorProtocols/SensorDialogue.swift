/// The conversation with one sensor: bytes come in, frames of samples and bytes to send come out.
///
///     opening ──▶ streaming
///        │            │
///        ▼            ▼
///              failed
///
/// A dialogue knows no clock: every call says how long the device has been open, never less than
/// the call before. The same calls give the same answers, so a capture replays exactly.
public protocol SensorDialogue: Sendable {
  /// Where the conversation stands.
  var phase: DialoguePhase { get }

  /// What the sensor gives; complete once ``phase`` is ``DialoguePhase/streaming``, then fixed.
  var account: SensorAccount { get }

  /// When ``advance(to:into:)`` is to be called at the latest; `nil` if only bytes matter.
  var deadline: Duration? { get }

  /// Begins, on a device that has just been opened or whose stream has stalled.
  ///
  /// - Parameters:
  ///   - time: Since the device was opened.
  ///   - step: Where the answer is appended.
  mutating func begin(at time: Duration, into step: inout DialogueStep)

  /// Takes bytes in.
  ///
  /// - Parameters:
  ///   - bytes: Any piece of a serial stream, or exactly one HID report.
  ///   - time: When they came, since the device was opened.
  ///   - step: Where the answer is appended.
  mutating func receive(_ bytes: Span<UInt8>, at time: Duration, into step: inout DialogueStep)

  /// Lets time pass.
  ///
  /// - Parameters:
  ///   - time: Since the device was opened.
  ///   - step: Where the answer is appended.
  mutating func advance(to time: Duration, into step: inout DialogueStep)

  /// Says goodbye, so that the sensor stops to stream; nothing comes after it.
  ///
  /// - Parameter step: Where the answer is appended.
  mutating func end(into step: inout DialogueStep)
}

/// Where a conversation with a sensor stands.
public enum DialoguePhase: Hashable, Sendable {
  /// The sensor is asked who it is and told what to do.
  case opening
  /// Frames come.
  case streaming
  /// The sensor cannot be used as it is.
  case failed(DialogueError)
}

/// Why a sensor cannot be used.
public enum DialogueError: Error, Hashable, Sendable {
  /// It said nothing that the family says; `asked` is what it was asked.
  case noAnswer(asked: String)
  /// It says that it cannot; `answer` is its own word, made printable.
  case refused(answer: String)
  /// It is of the family, but of a kind that is not known or not usable.
  case unsupported(what: String)
  /// The configuration does not fit the sensor.
  case settings(cause: String)
}

extension DialogueError: CustomStringConvertible {
  /// One line: what was done, then the cause.
  public var description: String {
    switch self {
    case .noAnswer(let asked): "ask \(asked): no answer"
    case .refused(let answer): "the sensor says: \(answer)"
    case .unsupported(let what): "\(what) is not supported"
    case .settings(let cause): "its settings do not fit: \(cause)"
    }
  }
}
