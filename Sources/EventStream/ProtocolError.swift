/// A refusal that a client is told of.
struct ProtocolError: Error, Hashable {
  /// The codes of JSON-RPC 2.0, and our own from -32000 down.
  enum Code: Int {
    case parse = -32_700
    case invalidRequest = -32_600
    case unknownMethod = -32_601
    case badParams = -32_602
    case internalError = -32_603
    case notRetained = -32_001
    case notAllowed = -32_003
    case tooManyClients = -32_004
    case busy = -32_005
    case calibrationFailed = -32_006
    case configurationWrong = -32_007
    case otherSession = -32_008
  }

  let code: Code
  let message: String
  /// More about it as JSON, for programs.
  var data: String?

  init(_ code: Code, _ message: String, data: String? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }
}
