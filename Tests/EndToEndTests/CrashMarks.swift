/// A person who marks moments as fast as the daemon answers, and believes every answer.
final class CrashMarks {
  private var stream: SocketStream?
  private var lines = SocketLines()
  private var count = 0
  private var text = ""
  private var isAnswered = true
  private var promised: [Int64: String] = [:]

  func connect(to socket: String) -> Bool {
    stream = SocketStream(socket)
    lines = SocketLines()
    isAnswered = true
    return stream != nil
  }

  /// Says the next thing as soon as the last one is answered.
  func turn(_ round: Int) throws {
    if isAnswered, let stream {
      count += 1
      isAnswered = false
      text = "\(count) in round \(round)"
      let params = #"{"text":"\#(text)"}"#
      let request = #"{"jsonrpc":"2.0","id":\#(count),"method":"mark","params":\#(params)}"#
      stream.send((request + "\n").utf8)
    }
    _ = try read()
  }

  /// Reads what the kernel still holds.
  func readToEnd() throws {
    while try read() {}
    stream = nil
  }

  private func read() throws -> Bool {
    guard case .bytes(let bytes)? = stream?.read() else { return false }
    for line in lines.push(bytes) where line.contains(#""id":\#(count),"#) && line.event == nil {
      guard let seq = line.member("seq").flatMap({ Int64($0) }) else {
        throw Disappointment("a mark is refused: \(line)")
      }
      promised[seq] = text
      isAnswered = true
    }
    return true
  }

  /// How many marks were promised; each is where the answer said.
  func check(_ journal: [String]) throws -> Int {
    for (seq, text) in promised {
      let index = Int(seq) - 1
      guard journal.indices.contains(index), journal[index].member("text") == "\"\(text)\"" else {
        throw Disappointment("mark \(text) was answered with seq \(seq) and is not there")
      }
    }
    return promised.count
  }
}
