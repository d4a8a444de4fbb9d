import CrampDetection
import CrampModel
import CrampPipeline
import Foundation

/// Says and draws why the episodes of one recording were cramps or none.
struct Explanation {
  private let detection: Detection
  private let profile: Profile
  private let arguments: ExplainArguments
  private let stretches: [ExplainedStretch]

  /// Prepares for a detection.
  ///
  /// - Parameters:
  ///   - detection: What was found.
  ///   - profile: What it was held against.
  ///   - arguments: How it is to be explained.
  init(_ detection: Detection, profile: Profile, arguments: ExplainArguments) {
    self.detection = detection
    self.profile = profile
    self.arguments = arguments
    stretches = ExplainedStretch.all(in: detection)
  }

  /// Reads the recording once more and writes the explanations.
  func write(to output: inout ExplanationOutput) throws {
    if arguments.explain == .svg { try draw(to: &output) } else { try tell(to: &output) }
  }

  private func tell(to output: inout ExplanationOutput) throws {
    let glyphs = arguments.glyphs
    var text = glyphs.text(head) + "\n"
    try read(columns: TextDrawing.columns) { place, account, window in
      let level = stretches[place].level
      let drawing = TextDrawing(window, marks: account.marks, level: level, glyphs: glyphs)
      text += "\n" + AccountText(account, drawing: drawing, glyphs: glyphs).text
      guard !output.isFolder else { return }
      try output.write(text, name: "")
      text = ""
    }
    if !text.isEmpty { try output.write(text, name: "\(plain(baseName, limit: 100)).txt") }
  }

  private func draw(to output: inout ExplanationOutput) throws {
    var panels: [SVGPanel] = []
    try read(columns: PanelLayout.columns) { place, account, window in
      let number = output.isFolder ? 1 : place + 1
      let level = stretches[place].level
      let panel = SVGPanel(window, account, source: source, level: level, number: number)
      guard output.isFolder else { return panels.append(panel) }
      let document = SVGDocument(title: account.title, panels: [panel])
      try output.write(document.text, name: fileName(place))
    }
    if !output.isFolder {
      try output.write(SVGDocument(title: head, panels: panels).text, name: "")
    }
  }

  /// Reads the stretches, and gives each with its account, in order.
  private func read(
    columns: Int,
    take: (Int, Account, DrawnWindow) throws -> Void
  ) throws {
    let reading = WindowReading(stretches.map(\.plan), columns: columns)
    let pipeline = CrampPipeline(stream: detection.stream, profile: profile)
    try reading.run(detection.input, pipeline) { place, window in
      try take(place, stretches[place].account(of: window, profile: profile), window)
    }
  }

  /// What there is to explain, in a line.
  private var head: String {
    if detection.events.contains(where: { $0.episode != nil }) {
      return "\(file): \(NumberText.count(stretches.count, "episode")) explained"
    }
    return stretches.isEmpty
      ? "\(file): nothing found, and nothing to show: there is no signal"
      : "\(file): nothing found, not even suspected; this is what stood out most"
  }

  private var source: String {
    "\(file), profile \(profile.name), detector \(DetectorVersion.current)"
  }

  /// The file without its folder, which is nobody's business where a drawing is shown.
  private var file: String {
    TextTable.plain(URL(fileURLWithPath: detection.path).lastPathComponent)
  }

  private var baseName: String {
    URL(fileURLWithPath: detection.path).deletingPathExtension().lastPathComponent
  }

  /// `night-001-cramp-left-calf.svg`.
  private func fileName(_ place: Int) -> String {
    let digits = String(place + 1)
    let number = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return "\(plain(baseName, limit: 100))-\(number)-\(plain(stretches[place].name, limit: 60)).svg"
  }

  /// A name that any file system and any shell takes.
  private func plain(_ name: String, limit: Int) -> String {
    let letters = name.unicodeScalars.prefix(limit).map { scalar -> Character in
      let isLetter = ("a"..."z") ~= scalar || ("A"..."Z") ~= scalar || ("0"..."9") ~= scalar
      return isLetter || scalar == "_" || scalar == "-" ? Character(scalar) : "-"
    }
    return String(letters)
  }
}
