/// A line for the shell, cut into the commands that it runs, as far as the guide needs it.
///
/// Quotes are taken off, comments and redirections left out; nothing is expanded.
struct ShellWords {
  /// The words of each command.
  private(set) var commands: [[String]] = [[]]
  private var word: String?
  private var quote: Character?
  private var isRedirected = false

  init(_ line: some StringProtocol) {
    for character in line {
      if character == "#", word == nil, quote == nil { break }
      take(character)
    }
    endWord()
    commands.removeAll { $0.isEmpty }
  }

  /// The words after the program's name, where a command runs the program.
  func arguments(of program: String) -> [[String]] {
    commands.compactMap { words in
      let own = words.drop { $0 == "sudo" || $0.contains("=") }
      return own.first == program ? Array(own.dropFirst()) : nil
    }
  }

  private mutating func take(_ character: Character) {
    switch character {
    case quote:
      quote = nil
    case _ where quote != nil:
      word?.append(character)
    case "'", "\"":
      quote = character
      word = word ?? ""
    case " ":
      endWord()
    case "|", ";", "&":
      endWord()
      commands.append([])
    case "<", ">":
      endWord()
      isRedirected = true
    default:
      word = (word ?? "") + String(character)
    }
  }

  private mutating func endWord() {
    guard let word else { return }
    if !isRedirected { commands[commands.count - 1].append(word) }
    self.word = nil
    isRedirected = false
  }
}
