import Glibc

/// Why an emulator cannot do something.
public enum EmulatorError: Error, CustomStringConvertible {
  /// A tool is missing.
  case missing(String)
  /// The system refused.
  case system(String, Int32)
  /// A line of a script cannot be read.
  case command(String)
  /// A device cannot do what is asked.
  case device(String)

  /// One line.
  public var description: String {
    switch self {
    case .system(let operation, let code):
      "\(operation): " + String(cString: strerror(code))
    case .missing(let text), .command(let text), .device(let text): text
    }
  }
}
