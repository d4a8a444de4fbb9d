import Diagnosis
import Foundation

/// Findings for people, and for programs.
struct DoctorText {
  let isColoured: Bool

  /// One line for what was found, and one for what mends it.
  func lines(_ finding: Finding) -> String {
    let head = "\(mark(finding.level)) \(finding.check.padded(to: 13))  \(finding.message)\n"
    guard let remedy = finding.remedy else { return head }
    return head + String(repeating: " ", count: 23) + "→ \(remedy)\n"
  }

  /// How it all is.
  func summary(_ findings: [Finding]) -> String {
    let wrong = findings.count { $0.level == .wrong }
    let warnings = findings.count { $0.level == .warning }
    let counts =
      "\(NumberText.count(wrong, "thing")) wrong, \(NumberText.count(warnings, "warning"))"
    return wrong == 0 && warnings == 0 ? "\nall is well\n" : "\n\(counts)\n"
  }

  /// A finding as a JSON object.
  static func json(_ finding: Finding) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = Line(
      check: finding.check,
      level: finding.level.rawValue,
      message: finding.message,
      mend: finding.remedy
    )
    return String(decoding: try encoder.encode(line), as: UTF8.self)
  }

  private struct Line: Encodable {
    let check: String
    let level: String
    let message: String
    let mend: String?
  }

  private func mark(_ level: Finding.Level) -> String {
    let word = level.rawValue.padded(to: 7)
    guard isColoured else { return word }
    let colour =
      switch level {
      case .ok: "32"
      case .note: "36"
      case .warning: "33"
      case .wrong: "1;31"
      }
    return "\u{1B}[\(colour)m\(word)\u{1B}[0m"
  }
}
