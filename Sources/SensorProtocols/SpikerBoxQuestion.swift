/// What is asked of a SpikerBox while it is opened.
enum SpikerBoxQuestion: Hashable, Sendable {
  /// Who it is, to boxes that stream by themselves.
  case box
  /// Who it is, to boxes that wait.
  case versions
  /// How fast it is.
  case limits
  /// To send samples.
  case start
  /// Which expansion board it has.
  case board
  /// To send as many channels.
  case channels(Int)

  /// The words, with the line's end.
  ///
  /// A shield takes at most 28 bytes, so one question is one line.
  var text: String {
    switch self {
    case .box: "b:;\n"
    case .versions: "?:;\n"
    case .limits: "max:;\n"
    case .start: "start:;\n"
    case .board: "board:;\n"
    case .channels(let count): "conf s:10000;c:\(count);\n"
    }
  }

  /// The field that answers it; `nil` if there is no answer.
  var answer: String? {
    switch self {
    case .box, .versions: "HWT"
    case .limits: "MSF"
    case .board: "BRD"
    case .start, .channels: nil
    }
  }

  /// How often it is asked before it counts as unanswered.
  ///
  /// An UNO that the open has reset needs two seconds to listen.
  var tries: Int {
    switch self {
    case .box: 3
    case .versions, .limits: 2
    case .start, .board, .channels: 1
    }
  }

  /// How long the answer may take; samples of the old kind may come for as long.
  var patience: Duration {
    switch self {
    case .box, .versions, .limits: .seconds(1)
    case .board: .milliseconds(500)
    case .channels: .milliseconds(300)
    case .start: .zero
    }
  }
}
