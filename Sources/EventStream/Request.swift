/// One request or notification of a client.
struct Request: Hashable {
  /// What an answer refers to; `nil` if the client wants none.
  let id: JSONValue?
  let method: String
  let params: RequestParams

  /// Reads a line.
  ///
  /// - Throws: A refusal with the id to answer to.
  init(_ line: String) throws(RefusedRequest) {
    guard let value = JSONValue(line) else {
      let deepest = JSONValue.deepest
      throw RefusedRequest(.parse, "no JSON text, or nested deeper than \(deepest)")
    }
    guard case .object(let members) = value else {
      throw RefusedRequest(.invalidRequest, "a request is one object; batches are not served")
    }
    switch members["id"] {
    case nil: id = nil
    case .text, .whole, .number, .null: id = members["id"]
    default: throw RefusedRequest(.invalidRequest, "id: neither a string nor a number")
    }
    let answerTo = id ?? .null
    guard members["jsonrpc"] == .text("2.0") else {
      throw RefusedRequest(.invalidRequest, "jsonrpc: not \"2.0\"", id: answerTo)
    }
    guard case .text(let method) = members["method"] else {
      throw RefusedRequest(.invalidRequest, "method: not a string", id: answerTo)
    }
    self.method = method
    switch members["params"] {
    case nil: params = RequestParams(method: method, members: [:])
    case .object(let members): params = RequestParams(method: method, members: members)
    default:
      throw RefusedRequest(.badParams, "\(method): params: not an object", id: answerTo)
    }
  }
}

/// A line that is no request, and the id to say so to.
struct RefusedRequest: Error, Hashable {
  let error: ProtocolError
  let id: JSONValue

  init(_ code: ProtocolError.Code, _ message: String, id: JSONValue = .null) {
    error = ProtocolError(code, message)
    self.id = id
  }
}
