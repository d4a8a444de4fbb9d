import CrampModel
import Synchronization
import TerminalScreen

/// The picture between the task that follows the stream and the thread that draws.
final class MonitorBoard: Sendable {
  private struct State {
    var picture: MonitorPicture
    var isChanged = true
    var isOver = false
    var failure: (any Error)?
  }

  private let state: Mutex<State>
  private let start = ContinuousClock.now

  init(_ picture: MonitorPicture) {
    state = Mutex(State(picture: picture))
  }

  /// Now, on the clocks of the monitor.
  var now: MonitorMoment {
    MonitorMoment(seconds: start.duration(to: .now) / .seconds(1), wall: LocalTime.now)
  }

  /// Changes the picture, or asks it.
  func change<Result: Sendable>(
    _ change: @Sendable (inout MonitorPicture, MonitorMoment) -> Result
  ) -> Result {
    let now = now
    return state.withLock { state in
      state.isChanged = true
      return change(&state.picture, now)
    }
  }

  /// Draws the picture.
  func drawing(width: Int, height: Int) -> MonitorDrawing {
    let now = now
    return state.withLock { state in
      state.isChanged = false
      return MonitorDrawing(state.picture, width: width, height: height, at: now)
    }
  }

  /// How long a drawing stays at least, in seconds.
  var redrawPause: Double { state.withLock(\.picture.redrawPause) }

  /// Whether the picture is another than that which was drawn.
  var isChanged: Bool { state.withLock(\.isChanged) }

  /// Ends the monitor.
  ///
  /// - Parameter failure: Why, if that is to be told.
  func end(_ failure: (any Error)? = nil) {
    state.withLock { state in
      if !state.isOver { state.failure = failure }
      state.isOver = true
    }
  }

  var isOver: Bool { state.withLock(\.isOver) }

  /// Throws what ended the monitor, if anything went wrong.
  func outcome() throws {
    if let failure = state.withLock(\.failure) { throw failure }
  }
}
