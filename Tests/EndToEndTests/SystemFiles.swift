import Foundation

/// The files that the operating system reads, as they are in the repository.
enum SystemFiles {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let folder = root.appending(path: "Udev")

  static func path(_ name: String) -> String { folder.appending(path: name).path }

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// What a unit says of a key, once for each time that it does.
  static func values(of key: String, in unit: String) throws -> [String] {
    try text(unit).split(separator: "\n").filter { $0.hasPrefix("\(key)=") }
      .map { String($0.dropFirst(key.count + 1)) }
  }

  static var pages: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.wholeMatch(of: /.*\.[1-9]/) != nil }.sorted()
    }
  }
}
