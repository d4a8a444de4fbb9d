/// What a person asked for, by name.
struct BenchArguments {
  private var values: [String: String] = [:]

  /// Reads pairs of `--name value`.
  init(_ words: ArraySlice<String>, known: [String]) throws(BenchError) {
    var words = words
    while let word = words.popFirst() {
      let name = String(word.dropFirst(2))
      guard word.hasPrefix("--"), known.contains(name) else {
        throw .usage("\(word): known are " + known.map { "--\($0)" }.joined(separator: " "))
      }
      guard let value = words.popFirst() else { throw .usage("\(word) needs a value") }
      values[name] = value
    }
  }

  func text(_ name: String) -> String? { values[name] }

  func required(_ name: String) throws(BenchError) -> String {
    guard let value = values[name] else { throw .usage("--\(name) is needed") }
    return value
  }

  func number(
    _ name: String,
    in range: ClosedRange<Int>,
    usual: Int? = nil
  ) throws(BenchError)
    -> Int
  {
    if values[name] == nil, let usual { return usual }
    guard let value = Int(try required(name)), range.contains(value) else {
      throw .usage("--\(name): \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
