import Glibc
import SensorEmulation

extension ScriptCommand {
  /// Reads a line; `nil` if it is empty or a comment.
  ///
  /// - Parameter line: The line.
  /// - Throws: ``EmulatorError`` if it is no command.
  public init?(_ line: String) throws(EmulatorError) {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let verb = words.first, !verb.hasPrefix("#") else { return nil }
    switch verb {
    case "term": self = .program(.terminate)
    case "kill": self = .program(.kill)
    case "quit": self = .program(.quit)
    case "pause": self = .pause(seconds: try Self.number(words, 1, "pause SECONDS"))
    default:
      guard words.count > 1 else { throw .command("\(verb): name a device") }
      let name = words[1]
      guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
      else { throw .command("\(verb): a name is letters, digits, - and _") }
      self = try Self.named(verb, name, words)
    }
  }

  private static func named(
    _ verb: String,
    _ name: String,
    _ words: [String]
  ) throws(EmulatorError) -> Self {
    switch verb {
    case "plug": return try plug(name, words)
    case "unplug": return .unplug(name: name)
    case "stats": return .stats(name: name)
    case "truth": return .truth(name: name)
    case "wait": return try wait(name, words)
    case "fail": return try fail(name, words)
    default: return .device(name: name, try device(verb, words))
    }
  }

  private static func device(
    _ verb: String,
    _ words: [String]
  ) throws(EmulatorError) -> DeviceCommand {
    switch verb {
    case "stall": return .transfer(.stalled)
    case "proto": return .transfer(.garbled)
    case "babble": return .transfer(.overflowed)
    case "drop": return .drop(try count(words, "drop NAME FRAMES"))
    case "short": return .short(try count(words, "short NAME PACKETS"))
    case "event": return .event(try count(words, "event NAME NUMBER") % 10)
    case "overrun":
      return .overrun(milliseconds: try number(words, 2, "overrun NAME MILLISECONDS"))
    case "garbage":
      let seed = try settings(words.dropFirst(3))["seed"].flatMap { UInt64($0) } ?? 1
      return .garbage(try count(words, "garbage NAME BYTES [seed=N]"), seed: seed)
    case "silence":
      switch words.count > 2 ? words[2] : "" {
      case "until-reopen": return .silence(.untilReopen)
      case "until-reset": return .silence(.untilReset)
      default:
        return .silenceFor(
          seconds: try number(words, 2, "silence NAME SECONDS|until-reopen|until-reset")
        )
      }
    default: throw .command("\(verb): unknown command")
    }
  }

  private static func plug(_ name: String, _ words: [String]) throws(EmulatorError) -> Self {
    guard words.count > 2 else { throw .command("plug: expected plug NAME FAMILY [key=value...]") }
    var values = try settings(words.dropFirst(3))
    let isHostile = words[2] == "hostile"
    let word = isHostile ? values.removeValue(forKey: "family") ?? "cyton" : words[2]
    guard let family = SensorFamily(rawValue: word) else {
      throw .command("plug: \(EmulationError.family(word))")
    }
    guard isHostile == (values["kind"] != nil) else {
      throw .command("plug: kind= and the family hostile belong together")
    }
    return .plug(name: name, family: family, values: values)
  }

  private static func wait(_ name: String, _ words: [String]) throws(EmulatorError) -> Self {
    var values = try settings(words.dropFirst(2))
    let timeout = values.removeValue(forKey: "timeout").map { Double($0) } ?? 60
    guard let timeout, timeout > 0, values.count == 1, let (key, text) = values.first,
      let count = Int(text.hasPrefix("+") ? text.dropFirst() : text[...]), count >= 0
    else { throw .command("wait: expected wait NAME KEY=[+]COUNT [timeout=SECONDS]") }
    let condition = Condition(
      key: key == "samples" ? "frames_produced" : key,
      count: count,
      isRelative: text.hasPrefix("+")
    )
    return .wait(name: name, condition, timeout: timeout)
  }

  private static let codes: [String: Int32] = [
    "none": 0, "EPERM": EPERM, "ENOENT": ENOENT, "EINTR": EINTR, "EIO": EIO, "ENXIO": ENXIO,
    "EAGAIN": EAGAIN, "ENOMEM": ENOMEM, "EACCES": EACCES, "EBUSY": EBUSY, "ENODEV": ENODEV,
    "EINVAL": EINVAL, "ENOTTY": ENOTTY, "ENOSPC": ENOSPC, "EPIPE": EPIPE, "EPROTO": EPROTO,
    "ETIMEDOUT": ETIMEDOUT, "ESHUTDOWN": ESHUTDOWN, "ENODATA": ENODATA, "EOVERFLOW": EOVERFLOW,
  ]

  private static func fail(_ name: String, _ words: [String]) throws(EmulatorError) -> Self {
    guard words.count > 3, let kind = RequestKind(rawValue: words[2]), let code = codes[words[3]]
    else {
      let kinds = RequestKind.allCases.map(\.rawValue).joined(separator: "|")
      throw .command("fail: expected fail NAME \(kinds) ERRNO [COUNT]")
    }
    let count = words.count > 4 ? try count(Array(words.dropFirst(2)), "fail: a COUNT") : 1
    return .fail(name: name, request: kind, code: code, count: count)
  }

  private static func settings(
    _ words: ArraySlice<String>
  ) throws(EmulatorError) -> [String: String] {
    var result: [String: String] = [:]
    for word in words {
      let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { throw .command("\(word): expected key=value") }
      result[String(pair[0])] = String(pair[1])
    }
    return result
  }

  private static func count(_ words: [String], _ usage: String) throws(EmulatorError) -> Int {
    guard words.count > 2, let count = Int(words[2]), (0...1_000_000).contains(count) else {
      throw .command("expected \(usage), a whole number up to 1000000")
    }
    return count
  }

  private static func number(
    _ words: [String],
    _ index: Int,
    _ usage: String
  ) throws(EmulatorError) -> Double {
    guard words.count > index, let number = Double(words[index]), number.isFinite, number >= 0,
      number <= 1_000_000
    else { throw .command("expected \(usage), a number from 0") }
    return number
  }
}
