public import CrampModel

/// Labels as a table, one a line: the events files of BIDS 1.11.
public enum EventsTable: Sendable {
  /// Reads a table.
  ///
  /// - Parameter path: A tab-separated file with a header; columns are found by name, further ones
  ///   are passed over, only `onset` is needed. `n/a` and an empty cell stand for unknown.
  /// - Returns: The labels, by onset.
  /// - Throws: ``RecordingError`` with the line, if a row is wrong or the file cannot be read.
  public static func read(_ path: String) throws(RecordingError) -> [Label] {
    var lines = TextLines(file: try InputFile(path: path))
    guard let header = try lines.nextText() else { throw RecordingError(path: path, .empty) }
    let names = header.split(separator: "\t", omittingEmptySubsequences: false)
      .map { $0.trimmed.lowercased() }
    guard let onset = names.firstIndex(of: "onset") else {
      throw RecordingError(path: path, line: 1, .line("the header has no column \"onset\""))
    }
    let row = EventsRow(
      path: path,
      count: names.count,
      onset: onset,
      duration: names.firstIndex(of: "duration"),
      trialType: names.firstIndex(of: "trial_type"),
      channel: names.firstIndex(of: "channel"),
      confidence: names.firstIndex(of: "confidence")
    )
    var labels: [Label] = []
    while let line = try lines.nextText() {
      if line.trimmed.isEmpty { continue }
      labels.append(try row.label(line, number: lines.number))
    }
    return sorted(labels)
  }

  /// The table of some labels, sorted by onset, seconds with at least three decimals.
  public static func text(of labels: [Label]) -> String {
    var text = "onset\tduration\ttrial_type\tchannel\tconfidence\n"
    for label in sorted(labels) {
      let cells = [
        decimal(label.onset),
        label.duration.map { decimal($0) } ?? "n/a",
        cell(label.trialType),
        label.channel.map(cell) ?? "n/a",
        label.confidence.map { decimal($0, least: 1) } ?? "n/a",
      ]
      text += cells.joined(separator: "\t") + "\n"
    }
    return text
  }

  private static func sorted(_ labels: [Label]) -> [Label] {
    labels.enumerated()
      .sorted { ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset) }
      .map(\.element)
  }

  /// A cell cannot hold what separates cells.
  private static func cell(_ text: String) -> String {
    let plain = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    return plain.isEmpty ? "n/a" : String(plain)
  }
}

/// Where a table's columns are, and how a row is read.
private struct EventsRow {
  var path: String
  var count: Int
  var onset: Int
  var duration: Int?
  var trialType: Int?
  var channel: Int?
  var confidence: Int?

  func label(_ line: String, number: Int) throws(RecordingError) -> Label {
    let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(\.trimmed)
    guard cells.count == count else {
      throw RecordingError(path: path, line: number, .cells(expected: count, found: cells.count))
    }
    guard let start = try seconds(cells, onset, line: number) else {
      throw error(cells, onset, number, needed: "onset in seconds")
    }
    let length = try duration.flatMap { column throws(RecordingError) in
      try seconds(cells, column, line: number)
    }
    if let length, length < 0, let duration {
      throw error(cells, duration, number, needed: "duration in seconds")
    }
    return Label(
      onset: start,
      duration: length,
      trialType: trialType.flatMap { known(cells[$0]) } ?? "n/a",
      channel: channel.flatMap { known(cells[$0]) },
      confidence: try confidence.flatMap { column throws(RecordingError) in
        try seconds(cells, column, line: number)
      }
    )
  }

  private func known(_ cell: String) -> String? {
    cell.isEmpty || cell.lowercased() == "n/a" ? nil : cell
  }

  private func seconds(
    _ cells: [String],
    _ column: Int,
    line: Int
  ) throws(RecordingError) -> Double? {
    guard let text = known(cells[column]) else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw error(cells, column, line, needed: "number")
    }
    return value
  }

  private func error(
    _ cells: [String],
    _ column: Int,
    _ line: Int,
    needed: String
  ) -> RecordingError {
    RecordingError(
      path: path,
      line: line,
      .cell(column: column + 1, text: cells[column], needed: needed)
    )
  }
}
