import CrampModel

/// A time-stamped annotation list of EDF+, as it stands in an annotation signal.
///
///     onset [0x15 duration] 0x14 text 0x14 [text 0x14 ...] 0x00
///
/// A list whose first text is empty keeps the time of its record.
struct EDFAnnotation: Hashable {
  var onset: Double
  var duration: Double?
  var texts: [String]

  /// Whether it says when its record begins.
  var keepsTime: Bool { texts.first?.isEmpty ?? false }

  /// Reads all lists of one annotation signal in one record; broken ones are left out.
  static func lists(in bytes: ArraySlice<UInt8>) -> [Self] {
    bytes.split(separator: 0).compactMap { Self($0) }
  }

  /// Whether an annotation signal holds one list at most, and that without a text.
  static func keepsOnlyTime(_ bytes: Span<UInt8>) -> Bool {
    var end = 0
    while end < bytes.count, bytes[end] != 0x14, bytes[end] != 0 { end += 1 }
    if end + 1 < bytes.count, bytes[end] == 0x14, bytes[end + 1] == 0x14 { end += 2 }
    var rest: UInt8 = 0
    for index in end..<bytes.count { rest |= bytes[index] }
    return rest == 0
  }

  init(onset: Double, duration: Double?, texts: [String]) {
    self.onset = onset
    self.duration = duration
    self.texts = texts
  }

  private init?(_ bytes: ArraySlice<UInt8>) {
    guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      bytes.last == 0x14
    else { return nil }
    let parts = bytes.dropLast().split(separator: 0x14, omittingEmptySubsequences: false)
    guard let head = parts.first else { return nil }
    let times = head.split(separator: 0x15, omittingEmptySubsequences: false)
      .map { Double(String(decoding: $0, as: UTF8.self)) }
    guard let onset = times.first.flatMap({ $0 }), abs(onset) < Self.longest else { return nil }
    self.onset = onset
    duration = times.dropFirst().first.flatMap { $0 }.flatMap {
      (0...Self.longest) ~= $0 ? $0 : nil
    }
    texts = parts.dropFirst().map { String(decoding: $0, as: UTF8.self) }
  }

  /// Some thirty years: longer is damage.
  private static let longest = 1e9

  /// The labels that it stands for.
  ///
  /// - Parameter start: The onset of sample zero.
  /// - Returns: One label for each text that is not empty; `text@@channel` is about one channel.
  func labels(from start: Double) -> [Label] {
    texts.filter { !$0.isEmpty }.map { text in
      let parts = text.split(separator: "@@", maxSplits: 1)
      return Label(
        onset: rounded(onset - start),
        duration: duration,
        trialType: parts.first.map(String.init) ?? text,
        channel: parts.count == 2 ? String(parts[1]) : nil
      )
    }
  }
}

/// Seconds without the noise of decimal fractions in the last bits.
func rounded(_ seconds: Double) -> Double {
  (seconds * 1e9).rounded() / 1e9
}
