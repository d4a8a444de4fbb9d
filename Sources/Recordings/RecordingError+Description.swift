import CrampModel
import Glibc

extension RecordingError: CustomStringConvertible {
  /// One line: what was done to which file, the place, what is wrong and how to mend it.
  public var description: String {
    let place = byteOffset.map { "byte \($0): " } ?? line.map { "line \($0): " } ?? ""
    return "\(operation.rawValue) \(path.shown(limit: 400)): \(place)\(problem.description)"
  }
}

extension RecordingError.Problem: CustomStringConvertible {
  /// What is wrong and, where something helps, how to mend it.
  public var description: String {
    switch self {
    case .system(let call, let code): "\(call): \(systemMessage(code))"
    case .empty: "the file is empty"
    case .notAFile: "not a regular file"
    case .unknownFormat:
      "not a recording of a known format (EDF, BDF, WAV, CSV or OpenBCI text)"
    case .usbCapture:
      "a USB capture holds packets and no samples; it has to be replayed by its sensor's driver"
    case .packet(let number, let what): "packet \(number): \(what)"
    case .device(let wanted, let available):
      "no device \(wanted.shown()) in the capture; there are: "
        + (available.isEmpty ? "none" : available.joined(separator: ", ").shown(limit: 400))
    case .unsupported(let what): "\(what) cannot be read by this version"
    case .header(let what): "header: \(what)"
    case .truncated(let expected, let found):
      "truncated: \(expected) bytes are promised, \(found) are there; the end is lost"
    case .rateUnknown(let why): "\(why); say the sample rate (--rate HZ)"
    case .rate(let rate): "a sample rate of \(rate) Hz cannot be; it is above 0, at most 1 MHz"
    case .cell(let column, let text, let needed):
      "column \(column): \"\(text.shown())\" is no \(needed)"
    case .cells(let expected, let found): "\(found) cells where the table has \(expected)"
    case .line(let what): what
    case .channel(let name, let available):
      "no channel \"\(name.shown())\"; there are: "
        + available.map { $0.shown() }.joined(separator: ", ").shown(limit: 400)
    case .noChannels: "no channel with samples"
    case .blockShape(let expected, let found):
      "a block of \(found) channels for a stream of \(expected)"
    case .diskNearlyFull(let free, let reserve):
      "\(megabytes(free)) of the disk are free, \(megabytes(reserve)) are kept free; make room"
    case .shareUsed(let used, let allowed):
      "the recordings use \(megabytes(used)), \(megabytes(allowed)) are allowed; "
        + "keep fewer days or allow more"
    case .annotationsLost(let count):
      "no room for \(count) annotations; write fewer or shorter ones"
    }
  }

  private func megabytes(_ bytes: Int64) -> String { "\(bytes / 1_000_000) MB" }

  private func systemMessage(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

extension String {
  /// The text as it can stand in a one-line message: no control characters, not too long.
  func shown(limit: Int = 40) -> String {
    var result = ""
    for scalar in unicodeScalars.prefix(limit) {
      let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
      result.unicodeScalars.append(isControl ? "?" : scalar)
    }
    return unicodeScalars.count > limit ? result + "..." : result
  }
}
