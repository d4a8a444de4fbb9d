import CrampModel

/// Numbers in sentences.
enum Words {
  /// `3 minutes old`.
  static func age(of microseconds: Int64, at now: Timestamp) -> String {
    let (difference, isHuge) = now.microseconds.subtractingReportingOverflow(microseconds)
    guard !isHuge else { return "of an impossible time" }
    guard difference >= 0 else { return "\(length(-(Double(difference) / 1e6))) in the future" }
    return "\(length(Double(difference) / 1e6)) old"
  }

  /// `42 s`, `3 minutes`, `7 hours`, `12 days`.
  static func length(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e15 else { return "for ever" }
    let whole = Int64(seconds)
    if whole < 120 { return "\(whole) s" }
    if whole < 7_200 { return "\(whole / 60) minutes" }
    if whole < 172_800 { return "\(whole / 3_600) hours" }
    return "\(whole / 86_400) days"
  }

  /// A number with one decimal at most.
  static func short(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
    let tenths = Int64((number * 10).rounded())
    return tenths % 10 == 0
      ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
