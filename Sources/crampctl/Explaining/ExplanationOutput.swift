import Foundation

/// Where explanations go.
struct ExplanationOutput {
  private enum Target {
    case standardOutput
    case file(OutputPath)
    case folder(String, overwrites: Bool)
  }

  private let target: Target
  private var text = ""
  private(set) var files: [String] = []

  /// Chooses the place.
  ///
  /// A directory that exists or a name that ends in `/` is a directory; so is, for drawings, any
  /// name without the ending `.svg`.
  ///
  /// - Parameter arguments: What the person asked for.
  /// - Throws: ``Failure`` if nothing can be written there.
  init(_ arguments: ExplainArguments) throws(Failure) {
    guard let path = arguments.output else {
      target = .standardOutput
      return
    }
    var isDirectory: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let isFolder =
      (exists && isDirectory.boolValue) || path.hasSuffix("/")
      || (!exists && arguments.explain == .svg && !path.lowercased().hasSuffix(".svg"))
    guard isFolder else {
      target = .file(try OutputPath(path, overwrites: arguments.force))
      return
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure("make the directory \(path): \(error.localizedDescription)")
    }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    target = .folder(folder.isEmpty ? "/" : folder, overwrites: arguments.force)
  }

  /// Whether each drawing is a file of its own.
  var isFolder: Bool {
    if case .folder = target { true } else { false }
  }

  /// Whether it is the standard output.
  var isStandardOutput: Bool {
    if case .standardOutput = target { true } else { false }
  }

  /// Writes a part.
  ///
  /// - Parameters:
  ///   - part: Text, or a whole drawing.
  ///   - name: The name of its file, where it gets one.
  /// - Throws: ``Failure`` if it cannot be written, ``BrokenPipe`` if nobody reads any more.
  mutating func write(_ part: String, name: String) throws {
    switch target {
    case .standardOutput: try Output.write(part)
    case .file: text += part
    case .folder(let folder, let overwrites):
      let path = "\(folder)/\(name)"
      try OutputPath(path, overwrites: overwrites).write(part)
      files.append(path)
    }
  }

  /// Gives a file for all parts its name.
  func close() throws {
    guard case .file(let path) = target, !text.isEmpty else { return }
    try path.write(text)
  }
}
