import Foundation
public import Yams

/// A configuration file as YAML whose mistakes have a file, a line and a column.
public struct ConfigurationDocument: Sendable {
  /// The file's path.
  public let path: String

  /// A document at a path; nothing is read yet.
  public init(path: String) {
    self.path = path
  }

  /// Reads the file.
  ///
  /// - Returns: The members at its top; none if it is empty.
  /// - Throws: ``ConfigurationError`` if it cannot be read or is no mapping.
  public func read() throws(ConfigurationError) -> [(String, ConfigurationValue)] {
    let text: String
    do {
      text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
    } catch {
      throw ConfigurationError(file: path, cause: "cannot be read: \(error.localizedDescription)")
    }
    return try members(of: text)
  }

  /// Reads a text in the file's place.
  ///
  /// - Parameter text: What the file is taken to hold.
  /// - Returns: The members at its top; none if it is empty.
  /// - Throws: ``ConfigurationError`` if it is no mapping.
  public func members(of text: String) throws(ConfigurationError) -> [(String, ConfigurationValue)]
  {
    try members(root(text), under: "")
  }

  /// The members of a mapping with their places; none where there is no value.
  ///
  /// - Parameters:
  ///   - node: The mapping.
  ///   - prefix: What goes before each key, with a dot at its end.
  /// - Returns: Keys and values in the order of the file.
  /// - Throws: ``ConfigurationError`` if it is no mapping.
  public func members(
    _ node: Node?,
    under prefix: String
  ) throws(ConfigurationError) -> [(String, ConfigurationValue)] {
    guard let node, !node.isNull else { return [] }
    guard let mapping = node.mapping else {
      let name = String(prefix.dropLast())
      throw ConfigurationValue(path, name, node).error("is no mapping of keys to values")
    }
    var members: [(String, ConfigurationValue)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        throw ConfigurationValue(path, prefix, key).error("has a key that is no word")
      }
      members.append((name, ConfigurationValue(path, prefix + name, value, mark: key.mark)))
    }
    return members
  }

  private func root(_ text: String) throws(ConfigurationError) -> Node? {
    if let alias = YAMLAlias.first(in: text) {
      throw ConfigurationError(
        file: path,
        line: alias.line,
        column: alias.column,
        cause: "has the alias *\(alias.name); write out what it stands for"
      )
    }
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw syntaxError(error)
    } catch {
      throw ConfigurationError(file: path, cause: "is not YAML: \(error)")
    }
  }

  private func syntaxError(_ error: YamlError) -> ConfigurationError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigurationError(
        file: path,
        line: mark.line,
        column: mark.column,
        cause: "is not YAML: \(problem)"
      )
    case .duplicatedKeysInMapping(let keys, let context):
      ConfigurationError(
        file: path,
        line: context.mark.line,
        column: context.mark.column,
        key: keys.first,
        cause: "is there twice"
      )
    case .reader(let problem, let offset, _, let text):
      // Its own description quotes the line, which may hold a password.
      readerError(problem, offset.map { text.prefix($0) })
    default:
      ConfigurationError(file: path, cause: "is not YAML: \(Self.oneLine("\(error)"))")
    }
  }

  private func readerError(_ problem: String, _ before: Substring?) -> ConfigurationError {
    let lines = before?.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return ConfigurationError(
      file: path,
      line: lines?.count,
      column: (lines?.last?.count).map { $0 + 1 },
      cause: "is not YAML: \(problem)"
    )
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
