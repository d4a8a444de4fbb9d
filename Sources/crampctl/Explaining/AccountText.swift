import CrampDetection

/// An account with its drawing as one block of text, 80 columns wide at most.
struct AccountText {
  /// The block, with a line feed at its end.
  let text: String

  init(_ account: Account, drawing: TextDrawing, glyphs: Glyphs) {
    var lines = Self.wrapped(account.title, indent: 0, hanging: 2) + [""]
    for mark in account.marks where !mark.text.isEmpty {
      let head = "\(NumberText.clock(mark.time))  \(mark.name.padded(to: 10))  "
      lines += Self.wrapped(head + mark.text, indent: 2, hanging: 2 + head.count)
    }
    if !account.findings.isEmpty {
      lines += Self.wrapped(account.heading, indent: 2, hanging: 4) + Self.table(account)
    }
    for sentence in account.sentences {
      lines += Self.wrapped(sentence, indent: 2, hanging: 4)
    }
    lines += [""] + drawing.lines
    text = lines.map { glyphs.text($0) + "\n" }.joined()
  }

  private static func table(_ account: Account) -> [String] {
    account.findings.map { finding in
      let value = finding.shown
      let blanks = String(repeating: " ", count: max(1, 8 - value.count))
      let verdict = finding.isMet ? "enough" : "too little"
      let row = "    \(finding.name.padded(to: 32))\(blanks)\(value)   at least "
      return row + finding.asked.padded(to: 8) + verdict
    }
  }

  /// Lines of at most 79 characters, broken at blanks.
  static func wrapped(_ text: String, indent: Int, hanging: Int, width: Int = 79) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: hanging)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }
}
