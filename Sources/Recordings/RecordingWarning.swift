/// Something odd about a recording that did not keep it from being read.
public struct RecordingWarning: Sendable, Hashable, CustomStringConvertible {
  /// The file, as it was named by the caller.
  public let path: String
  /// Where in the file, in bytes from its start, if that is known.
  public let byteOffset: Int?
  /// Where in a text file, counting lines from 1, if that is known.
  public let line: Int?
  /// What is odd, and what was made of it.
  public let message: String

  init(path: String, byteOffset: Int? = nil, line: Int? = nil, message: String) {
    self.path = path
    self.byteOffset = byteOffset
    self.line = line
    self.message = message
  }

  /// One line: the file, the place, what is odd.
  public var description: String {
    let place = byteOffset.map { "byte \($0): " } ?? line.map { "line \($0): " } ?? ""
    return "\(path): \(place)\(message)"
  }
}
