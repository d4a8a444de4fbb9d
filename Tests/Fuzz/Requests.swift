import CrampModel

/// Cuts bytes into lines, reads each as a request, and asks for every parameter.
///
///     byte   0        1
///            pieces   the client's bytes, in pieces of this many
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let bytes = Array(input.dropFirst())
  let whole = lines(bytes, inPiecesOf: bytes.count)
  precondition(lines(bytes, inPiecesOf: Int(input.first ?? 0)) == whole, "cuts that change lines")
  for case .text(let line) in whole {
    precondition(line.utf8.count <= limit && !line.utf8.contains(0x0A), "more than a line")
    judge(line)
  }
  return 0
}

/// Small, so that the fuzzer comes to it.
private let limit = 1_024

private func lines(_ bytes: [UInt8], inPiecesOf count: Int) -> [LineSplitter.Line] {
  var splitter = LineSplitter(limit: limit)
  var lines: [LineSplitter.Line] = []
  var rest = bytes[...]
  while !rest.isEmpty {
    splitter.push(rest.prefix(max(1, count)))
    rest = rest.dropFirst(max(1, count))
    while let line = splitter.next() {
      lines.append(line)
      // A stream that is of no further use is not read on.
      guard case .text = line else { return lines }
    }
  }
  if let line = splitter.rest() { lines.append(line) }
  return lines
}

private func judge(_ line: String) {
  if let value = JSONValue(line) {
    precondition(value.depth <= JSONValue.deepest, "deeper than is allowed")
    precondition(JSONValue(value.json) == value, "printed as something else")
    precondition(!value.json.utf8.contains(0x0A), "printed on two lines")
  }
  do throws(RefusedRequest) {
    let request = try Request(line)
    ask(request.params)
  } catch {
    precondition(!error.error.message.contains { $0.isNewline }, "more than one line")
    precondition(JSONValue(error.id.json) == error.id, "an id that is not its own")
  }
}

private func ask(_ params: RequestParams) {
  for name in params.members.keys {
    if let text = try? params.words(name) { precondition(text.utf8.count <= 4_096, "long words") }
    if let texts = try? params.texts(name) { precondition(texts.count <= 64, "many words") }
    if let whole = try? params.whole(name, in: 0...10) {
      precondition((0...10).contains(whole), "out of range")
    }
    if let number = try? params.number(name, in: 0...1) {
      precondition((0...1).contains(number), "out of range")
    }
    if let time = try? params.time(name) {
      precondition(Timestamp(rfc3339: time.description) == time, "another time")
    }
  }
}

extension JSONValue {
  fileprivate var depth: Int {
    switch self {
    case .null, .flag, .whole, .number, .text: 0
    case .list(let values): 1 + (values.map(\.depth).max() ?? 0)
    case .object(let members): 1 + (members.values.map(\.depth).max() ?? 0)
    }
  }
}
