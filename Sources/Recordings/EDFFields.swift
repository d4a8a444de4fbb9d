import CrampModel

/// The bytes of a header, read as the ASCII fields that they are.
struct EDFFields {
  let bytes: [UInt8]
  let path: String

  /// The field's text without surrounding blanks; Latin-1 where it is no UTF-8.
  func text(_ offset: Int, _ width: Int) -> String {
    let field = bytes.dropFirst(offset).prefix(width)
    let blanks: (UInt8) -> Bool = { $0 <= 32 }
    let trimmed = field.drop(while: blanks).reversed().drop(while: blanks).reversed()
    return String(validating: trimmed, as: UTF8.self)
      ?? String(String.UnicodeScalarView(trimmed.map { Unicode.Scalar($0) }))
  }

  func integer(
    _ offset: Int,
    _ width: Int,
    _ what: String,
    in range: ClosedRange<Int>
  ) throws(RecordingError) -> Int {
    let text = text(offset, width)
    // Some programs write whole numbers as 32767.0.
    guard let value = Int(text) ?? Double(text).flatMap(Int.init(exactly:)), range.contains(value)
    else {
      throw error(offset, "\(what) \"\(text.shown())\" is no number that it can be")
    }
    return value
  }

  func number(_ offset: Int, _ width: Int, _ what: String) throws(RecordingError) -> Double {
    let text = text(offset, width)
    let pointed = String(text.map { $0 == "," ? "." : $0 })
    guard let value = Double(pointed), abs(value) < 1e30 else {
      throw error(offset, "\(what) \"\(text.shown())\" is no number that it can be")
    }
    return value
  }

  func sampleWidth() throws(RecordingError) -> Int {
    if bytes.starts(with: Array("0       ".utf8)) { return 2 }
    if bytes.starts(with: [0xFF] + Array("BIOSEMI".utf8)) { return 3 }
    throw error(0, "version \"\(text(0, 8).shown())\" is neither EDF nor BDF")
  }

  /// The start date and time; `nil` if they have the right form but do not exist.
  func start() throws(RecordingError) -> Timestamp? {
    let date = try parts(168, "start date", "dd.mm.yy")
    let time = try parts(176, "start time", "hh.mm.ss")
    // EDF+ for "unknown".
    if date == [1, 1, 85], time == [0, 0, 0], text(88, 80).hasPrefix("Startdate X") {
      return .epoch
    }
    // Clipping date of the format: 85...99 are 1985...1999.
    let year = plusYear() ?? (date[2] >= 85 ? 1_900 + date[2] : 2_000 + date[2])
    return CivilTime(
      year: year,
      month: date[1],
      day: date[0],
      hour: time[0],
      minute: time[1],
      second: time[2]
    )?.timestamp
  }

  /// The four-digit year of `Startdate dd-MMM-yyyy` in the recording field of EDF+.
  private func plusYear() -> Int? {
    let words = text(88, 80).split(separator: " ")
    guard words.count > 1, words[0] == "Startdate" else { return nil }
    let parts = words[1].split(separator: "-")
    guard parts.count == 3, let year = Int(parts[2]), (1_900...2_999).contains(year) else {
      return nil
    }
    return year
  }

  private func parts(_ offset: Int, _ what: String, _ form: String) throws(RecordingError) -> [Int]
  {
    let text = text(offset, 8)
    let parts = text.split { ".:-/".contains($0) }.compactMap { Int($0) }
    guard parts.count == 3, parts.allSatisfy({ (0...99).contains($0) }) else {
      throw error(offset, "\(what) \"\(text.shown())\" is not \(form)")
    }
    return parts
  }

  func error(_ offset: Int, _ what: String) -> RecordingError {
    RecordingError(path: path, byteOffset: offset, .header(what))
  }

  func warning(_ offset: Int, _ message: String) -> RecordingWarning {
    RecordingWarning(path: path, byteOffset: offset, message: message)
  }
}
