import CrampDetection
import CrampModel
import EventStream

/// A stream on which calibrations can be made, and the one that is being made.
struct CalibrationBench {
  let post: CalibrationPost
  var work: CalibrationWork?
}

/// What a client has measured so far on one sensor.
struct CalibrationWork {
  let client: UInt64
  let user: UInt32
  let channel: Int
  /// Tells the outcome that is waited for from one that is no longer wanted.
  let number: UInt64
  var person: String?
  var draft = CalibrationDraft()
  var pending: (phase: CalibrationPhase, reply: CalibrationDesk.Reply)?
}
