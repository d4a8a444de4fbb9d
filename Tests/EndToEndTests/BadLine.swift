import Testing

/// Something that a client should not say, and what it is told.
struct BadLine: Sendable, CustomTestStringConvertible {
  /// What becomes of the connection.
  enum End {
    case lives
    case closes
  }

  let testDescription: String
  let bytes: [UInt8]
  /// The code of each answer, in order; 0 stands for a result.
  let codes: [Int]
  let end: End

  init(_ name: String, _ bytes: [UInt8], _ codes: [Int], _ end: End = .lives) {
    testDescription = name
    self.bytes = bytes
    self.codes = codes
    self.end = end
  }

  init(_ name: String, _ line: String, _ codes: Int..., end: End = .lives) {
    self.init(name, Array((line + "\n").utf8), codes, end)
  }

  /// A request for events after something that is no seq.
  private static func after(_ value: String, _ code: Int = -32_602) -> Self {
    Self("after \(value)", request("subscribe", #"{"after":\#(value)}"#), code)
  }

  private static func request(_ method: String, _ params: String, id: String = "1") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
  }

  private static func ping(id: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#
  }

  private static func padded(to count: Int) -> String {
    let ping = ping(id: "1")
    return ping + String(repeating: " ", count: count - ping.utf8.count)
  }

  static let all = bytes + lines + envelopes + numbers + parameters

  /// What is no text, or too much of it.
  private static let bytes = [
    Self("bytes that are no UTF-8", [0x22, 0xFF, 0xFE, 0x22, 0x0A], [-32_700], .closes),
    Self("half a character", [0x22, 0xC3, 0x0A], [-32_700], .closes),
    Self("a surrogate in UTF-8", [0x22, 0xED, 0xA0, 0x80, 0x22, 0x0A], [-32_700], .closes),
    Self("an overlong slash", [0x22, 0xC0, 0xAF, 0x22, 0x0A], [-32_700], .closes),
    Self("NUL bytes", [0, 0, 0, 0x0A], [-32_700]),
    Self("a NUL byte in a string", ping(id: "\"a\u{0}b\""), -32_700),
    Self("the longest line", padded(to: 65_536), 0),
    Self("one byte too many", padded(to: 65_537), -32_600, end: .closes),
    Self("much too long", padded(to: 400_000), -32_600, end: .closes),
  ]

  /// Lines that are no request.
  private static let lines = [
    Self("empty lines", "\n\n\r\n\n" + ping(id: "1"), 0),
    Self("carriage returns", ping(id: "1") + "\r", 0),
    Self("a blank line", "   ", -32_700),
    Self("no JSON", "subscribe after 7", -32_700),
    Self("half an object", #"{"jsonrpc":"2.0","id":1,"#, -32_700),
    Self("two objects", ping(id: "1") + ping(id: "2"), -32_700),
    Self("another protocol", "GET / HTTP/1.1\r\nHost: crampd\r\n\r", -32_700, -32_700),
    Self("10,000 levels of lists", String(repeating: "[", count: 10_000), -32_700),
    Self(
      "10,000 levels, closed",
      String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000),
      -32_700
    ),
    Self("10,000 objects", String(repeating: #"{"a":"#, count: 10_000), -32_700),
    Self("half a surrogate", ping(id: #""\ud800""#), -32_700),
    Self("a batch", "[\(ping(id: "1"))]", -32_600),
    Self("a batch of nothing", "[]", -32_600),
    Self("a batch of 10,000 numbers", "[1\(String(repeating: ",1", count: 9_999))]", -32_600),
    Self(
      "a batch of 10,000 requests",
      "[" + String(repeating: ping(id: "1") + ",", count: 10_000) + "1]",
      -32_600,
      end: .closes
    ),
    Self("a number", "42", -32_600),
    Self("nothing", "null", -32_600),
  ]

  /// Objects that are no request.
  private static let envelopes = [
    Self("no version", #"{"id":1,"method":"ping"}"#, -32_600),
    Self("another version", #"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32_600),
    Self("a version that is a number", #"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, -32_600),
    Self("no method", #"{"jsonrpc":"2.0","id":1}"#, -32_600),
    Self("a method that is a number", #"{"jsonrpc":"2.0","id":1,"method":7}"#, -32_600),
    Self("an unknown method", #"{"jsonrpc":"2.0","id":1,"method":"rm -rf"}"#, -32_601),
    Self("a method with a NUL", #"{"jsonrpc":"2.0","id":1,"method":"ping\u0000"}"#, -32_601),
    Self("an unknown method that wants no answer", #"{"jsonrpc":"2.0","method":"nonsense"}"#),
    Self("a wrong parameter that wants no answer", #"{"jsonrpc":"2.0","method":"mark"}"#),
    Self("params in a list", request("subscribe", "[0]"), -32_602),
    Self("params that are text", request("subscribe", #""0""#), -32_602),
    Self("params that are nothing", request("ping", "null"), -32_602),
    Self("an id that is a flag", ping(id: "true"), -32_600),
    Self("an id that is a list", ping(id: "[1]"), -32_600),
    Self("an id that is an object", ping(id: "{}"), -32_600),
    Self("an id that is null", ping(id: "null"), 0),
    Self("an id with a fraction", ping(id: "1.5"), 0),
    Self("an id beyond 64 bits", ping(id: "123456789012345678901234567890"), 0),
    Self("an id of 60,000 bytes", ping(id: "\"\(String(repeating: "x", count: 60_000))\""), 0),
    Self("an id that is no number", ping(id: "1e400"), -32_700),
  ]

  /// Numbers that are no seq and no count.
  private static let numbers =
    [
      "-1", "1.5", "1e18", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
      "18446744073709551616", "true", "null", #""1""#, "[]", "{}",
    ].map { after($0) } + [
      after("1e400", -32_700), after("NaN", -32_700), after("0x10", -32_700), after("+1", -32_700),
      Self("a limit of none", request("history", #"{"limit":0}"#), -32_602),
      Self("a limit of very many", request("history", #"{"limit":1000000000}"#), -32_602),
    ]

  /// Parameters of the wrong kind.
  private static let parameters = [
    Self("no such parameter", request("subscribe", #"{"afetr":1}"#), -32_602),
    Self("types that are a number", request("subscribe", #"{"types":5}"#), -32_602),
    Self("types that are numbers", request("subscribe", #"{"types":["a",5]}"#), -32_602),
    Self(
      "more types than there are",
      request("subscribe", "{\"types\":[\"a\"\(String(repeating: ",\"a\"", count: 200))]}"),
      -32_602
    ),
    Self("a time that is none", request("history", #"{"since":"last night"}"#), -32_602),
    Self("a mark without text", request("mark", "{}"), -32_602),
    Self("a mark of blanks", request("mark", #"{"text":" \t "}"#), -32_602),
    Self("a mark that is a number", request("mark", #"{"text":5}"#), -32_602),
    Self(
      "a mark that is a book",
      request("mark", "{\"text\":\"\(String(repeating: "a", count: 4_097))\"}"),
      -32_602
    ),
    Self("a mark with a line feed and a NUL", request("mark", #"{"text":"a\n\u0000b"}"#), 0),
    Self("a member twice", #"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#, 0),
  ]
}
