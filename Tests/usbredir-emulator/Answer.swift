import Glibc

/// A member of an answer.
enum AnswerValue {
  case text(String)
  case integer(Int)

  var json: String {
    switch self {
    case .integer(let number): return "\(number)"
    case .text(let text):
      let escaped = text.unicodeScalars.map { scalar in
        scalar == "\"" || scalar == "\\" || scalar.value < 0x20
          ? "\\u" + String(0x1_0000 + Int(scalar.value), radix: 16).dropFirst() : "\(scalar)"
      }
      return "\"\(escaped.joined())\""
    }
  }
}

/// Writes one line of JSON to standard output.
func say(_ members: [(String, AnswerValue)]) {
  let body = members.map { "\"\($0)\":\($1.json)" }.joined(separator: ",")
  print("{\(body)}")
  fflush(nil)
}
