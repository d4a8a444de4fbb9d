import CrampModel

/// What is seen of a Chords board that streams while it is asked for its name.
struct ChordsSighting: Sendable {
  private var stream = ChordsStream()
  private var packets = 0
  private var highest: UInt16 = 0
  private var first = Duration.zero
  private var last = Duration.zero

  /// Takes bytes in.
  mutating func receive(_ bytes: Span<UInt8>, at time: Duration) {
    var index = 0
    repeat {
      stream.fill(from: bytes, at: &index, time: time)
      while let packet = stream.next() {
        if packets == 0 { first = time }
        last = time
        packets += 1
        for channel in 0..<packet.channelCount { highest = max(highest, packet.codes[channel]) }
      }
    } while index < bytes.count
  }

  /// The stream that goes on, and the board that it looks like.
  ///
  /// - Returns: `nil` unless packets came for a second.
  /// - Throws: ``DialogueError/unsupported(what:)`` if no board is like it.
  func board() throws(DialogueError) -> (stream: ChordsStream, board: ChordsBoard)? {
    guard let count = stream.channelCount, packets > 1, last - first > .seconds(1) else {
      return nil
    }
    let measured = Hertz(Double(packets - 1) / ((last - first) / .seconds(1)))
    guard
      let board = ChordsBoard.likely(
        channelCount: count,
        rate: measured,
        highest: highest
      )
    else {
      let rounded = Int(min(measured.value, 1e6).rounded())
      throw .unsupported(what: "a board with \(count) channels at \(rounded) Hz")
    }
    return (stream, board)
  }
}
