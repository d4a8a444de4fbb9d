/// What keeps a measurement from being made.
enum BenchError: Error, CustomStringConvertible {
  case usage(String)
  case file(String, operation: String, code: Int32)
  case shape(String)

  var description: String {
    switch self {
    case .usage(let problem): problem
    case .file(let path, let operation, let code): "\(operation) \(path): error \(code)"
    case .shape(let path): "read \(path): not a whole number of samples of all channels"
    }
  }
}
