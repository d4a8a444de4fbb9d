/// One line of the copy beside the journal.
///
///     cbf43926 TAB since boot TAB wall clock TAB boot TAB {"seq":42,…} LF     an event
///     cbf43926 TAB newest TAB 42 LF                                          a seq that was given
///
/// The checksum is CRC-32 over everything between the first tab and the line feed. What is not
/// known is `-`.
enum JournalCopyLine {
  case event(seq: Int64, stamp: WritingStamp, json: ArraySlice<UInt8>)
  case newest(Int64)

  /// Reads a line without its line feed; `nil` if anything in it is not as it was written.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.count > 9, line[line.startIndex + 8] == UInt8(ascii: "\t") else { return nil }
    let body = line[(line.startIndex + 9)...]
    guard let checksum = Self.hexadecimal(line.prefix(8)), checksum == CRC32.of(body) else {
      return nil
    }
    // The text of an event has no tab.
    let fields = body.split(
      separator: UInt8(ascii: "\t"),
      maxSplits: 3,
      omittingEmptySubsequences: false
    )
    switch fields.count {
    case 2 where fields[0].elementsEqual("newest".utf8):
      guard let seq = Self.number(fields[1]) else { return nil }
      self = .newest(seq)
    case 4:
      guard let seq = Self.seq(of: fields[3]) else { return nil }
      let boot = String(decoding: fields[2], as: UTF8.self)
      let stamp = WritingStamp(
        boot: WritingStamp.isBoot(boot) ? boot : nil,
        sinceBoot: Self.number(fields[0]),
        wall: Self.number(fields[1])
      )
      self = .event(seq: seq, stamp: stamp, json: fields[3])
    default:
      return nil
    }
  }

  /// The seq that the line is about.
  var seq: Int64 {
    switch self {
    case .event(let seq, _, _), .newest(let seq): seq
    }
  }

  /// Writes the line of an event.
  static func write(json: String, stamp: WritingStamp, to bytes: inout [UInt8]) {
    let sinceBoot = stamp.sinceBoot.map(String.init) ?? "-"
    let wall = stamp.wall.map(String.init) ?? "-"
    write("\(sinceBoot)\t\(wall)\t\(stamp.boot ?? "-")\t\(json)", to: &bytes)
  }

  /// Writes a line that keeps a seq without its event from being given again.
  static func write(newest: Int64, to bytes: inout [UInt8]) {
    write("newest\t\(newest)", to: &bytes)
  }

  private static func write(_ body: String, to bytes: inout [UInt8]) {
    let digits = String(CRC32.of(body.utf8), radix: 16)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 8 - digits.utf8.count))
    bytes.append(contentsOf: digits.utf8)
    bytes.append(UInt8(ascii: "\t"))
    bytes.append(contentsOf: body.utf8)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The seq at the beginning of an event's text; `nil` if there is none.
  static func seq(of json: ArraySlice<UInt8>) -> Int64? {
    let head = Array("{\"seq\":".utf8)
    guard json.starts(with: head), json.last == UInt8(ascii: "}") else { return nil }
    return number(json.dropFirst(head.count).prefix { (0x30...0x39).contains($0) })
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard digits.count <= 20 else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self))
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
    let isLowerCase = digits.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
    }
    return isLowerCase ? UInt32(String(decoding: digits, as: UTF8.self), radix: 16) : nil
  }
}
