/// The lines that the server sends, without their line feeds.
enum Message {
  /// The version of the protocol; it grows when a reader of today would misunderstand.
  static let protocolVersion = 1
  /// What stands before and after the stored text of an event.
  static let eventHead = #"{"jsonrpc":"2.0","method":"event","params":"#
  static let eventTail = "}"

  static func event(_ json: String) -> String {
    eventHead + json + eventTail
  }

  static func notification(_ method: String, _ params: String) -> String {
    JSONText.object([
      ("jsonrpc", #""2.0""#), ("method", JSONText.quoted(method)), ("params", params),
    ])
  }

  static func result(_ result: String, id: JSONValue) -> String {
    JSONText.object([("jsonrpc", #""2.0""#), ("id", id.json), ("result", result)])
  }

  static func failure(_ error: ProtocolError, id: JSONValue) -> String {
    let body = JSONText.object([
      ("code", String(error.code.rawValue)), ("message", JSONText.quoted(error.message)),
      ("data", error.data),
    ])
    return JSONText.object([("jsonrpc", #""2.0""#), ("id", id.json), ("error", body)])
  }
}
