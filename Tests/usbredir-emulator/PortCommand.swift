import SensorEmulation

/// A line of the input.
enum PortCommand {
  case plug(SensorFamily, [String: String])
  case unplug
  case stall
  case silence(seconds: Double)
  case stats
  case quit

  static let help = """
    plug FAMILY [key=value...]: serial= scenario= seed= bridge=ftdi|cdc|ch340|cp210x gain= baud= \
    fifo=unlimited|chip
    unplug
    stall: the next transfer for data ends so
    silence SECONDS
    stats
    quit
    """

  /// Reads a line; `nil` if it is empty or a comment.
  init?(_ line: String) throws(EmulatorError) {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let verb = words.first, !verb.hasPrefix("#") else { return nil }
    switch verb {
    case "plug": self = try Self.plug(words)
    case "unplug": self = .unplug
    case "stall": self = .stall
    case "stats": self = .stats
    case "quit": self = .quit
    case "silence":
      guard words.count > 1, let seconds = Double(words[1]), (0...1_000_000).contains(seconds)
      else { throw .command("silence: expected silence SECONDS") }
      self = .silence(seconds: seconds)
    default: throw .command("\(verb): unknown command")
    }
  }

  private static func plug(_ words: [String]) throws(EmulatorError) -> Self {
    guard words.count > 1, let family = SensorFamily(rawValue: words[1]) else {
      throw .command("plug: expected plug FAMILY [key=value...]")
    }
    var values: [String: String] = [:]
    for word in words.dropFirst(2) {
      let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { throw .command("\(word): expected key=value") }
      values[String(pair[0])] = String(pair[1])
    }
    return .plug(family, values)
  }
}
