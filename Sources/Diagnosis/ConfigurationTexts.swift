import DetectorSettings
import Yams

/// What a configuration holds of a person's own.
///
/// These are the keys and values that ``RedactedConfiguration`` does not show: the daemon's errors
/// quote them, and so does its log.
struct ConfigurationTexts {
  /// A text, and what it is if it gets a mark.
  struct Hidden: Hashable {
    let text: String
    var kind: String?
  }

  /// More than this is no configuration that somebody has written; an assumption.
  static let most = 1_000

  private(set) var hidden: Set<Hidden> = []
  /// Whether there was room for all; if not, no text that may quote the file can be shown.
  private(set) var isComplete = true
  /// Aliases of aliases make a tree of any size from a short file.
  private var visits = 0

  /// Looks through a file; one that is no YAML is taken word by word.
  init(_ yaml: String) {
    guard YAMLAlias.first(in: yaml) == nil else {
      addWords(of: yaml)
      return
    }
    do {
      if let node = try Yams.compose(yaml: yaml) { visit(node, at: "", isSecret: false) }
    } catch {
      addWords(of: yaml)
    }
  }

  private mutating func visit(_ node: Node, at place: String, isSecret: Bool) {
    visits += 1
    guard visits <= 10 * Self.most else {
      isComplete = false
      return
    }
    switch node {
    case .mapping(let mapping):
      for (key, value) in mapping {
        let name = key.scalar?.string ?? ""
        if key.scalar == nil { visit(key, at: place, isSecret: isSecret) }
        if !RedactedConfiguration.isShown(key: name) { add(name) }
        let small = name.lowercased()
        let isNamed = (Redaction.secretNames + ["url", "user"]).contains { small.contains($0) }
        visit(value, at: "\(place).\(name)", isSecret: isSecret || isNamed)
        guard isComplete else { return }
      }
    case .sequence(let sequence):
      for value in sequence {
        visit(value, at: place, isSecret: isSecret)
        guard isComplete else { return }
      }
    case .scalar(let scalar): add(scalar.string, at: place, isSecret: isSecret)
    case .alias: break
    }
  }

  private mutating func add(_ value: String, at place: String, isSecret: Bool) {
    guard isSecret || !RedactedConfiguration.isShown(value, at: place) else { return }
    add(value, kind: isSecret ? nil : RedactedConfiguration.kind(at: place))
    // An error may quote a part of a sensor's specification.
    if place.hasSuffix(".sensor") { addWords(of: value, between: Set(":?&=/")) }
  }

  private mutating func add(_ text: String, kind: String? = nil) {
    guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return }
    guard hidden.count < Self.most else {
      isComplete = false
      return
    }
    hidden.insert(Hidden(text: text, kind: kind))
  }

  /// Where nothing is known of keys and values, a secret may be anywhere but in a comment's line.
  private mutating func addWords(of yaml: String) {
    for line in yaml.split(whereSeparator: \.isNewline)
    where line.first(where: { !$0.isWhitespace }) != "#" {
      addWords(of: String(line), between: Set(",:{}[]()<>&*!|\"'`=?#"))
      guard isComplete else { return }
    }
  }

  private mutating func addWords(of text: String, between marks: Set<Character>) {
    for word in text.split(whereSeparator: { $0.isWhitespace || marks.contains($0) })
    where !RedactedConfiguration.isShown(key: String(word)) {
      add(String(word))
    }
  }
}
