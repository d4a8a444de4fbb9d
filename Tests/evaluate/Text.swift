import Foundation

/// Numbers and tables as Markdown has them.
enum Text {
  /// A number with so many decimals; `-` if there is none.
  static func number(_ value: Double?, _ decimals: Int = 2) -> String {
    guard let value, value.isFinite else { return "-" }
    return String(format: "%.\(decimals)f", value)
  }

  /// A time within a recording.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(seconds)
    return String(
      format: "%d:%02d:%04.1f",
      whole / 3_600,
      whole / 60 % 60,
      seconds - Double(whole / 60 * 60)
    )
  }

  /// A table with its first column to the left and the others to the right.
  static func table(_ head: [String], _ rows: [[String]], left: Set<Int> = [0]) -> String {
    let rule = head.indices.map { left.contains($0) ? "---" : "--:" }
    return ([head, rule] + rows).map { "| \($0.joined(separator: " | ")) |\n" }.joined() + "\n"
  }
}
