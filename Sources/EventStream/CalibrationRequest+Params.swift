import CrampModel

extension CalibrationRequest {
  /// The methods that are about calibrations.
  static let methods: Set = ["calibrate", "calibration.list", "calibration.forget"]

  /// Reads the parameters of one of ``methods``.
  init(_ params: RequestParams, client: UInt64, user: UInt32) throws(ProtocolError) {
    switch params.method {
    case "calibration.list":
      try params.allow()
      self.init(client: client, user: user, step: .list)
    case "calibration.forget":
      try params.allow("id")
      self.init(client: client, user: user, step: .forget(id: try params.words("id")))
    default:
      try params.allow("phase", "seconds", "sensor", "channel", "person")
      self.init(
        client: client,
        user: user,
        step: try Self.step(params),
        sensor: try params.text("sensor"),
        channel: try params.text("channel"),
        person: try Self.person(params)
      )
    }
  }

  /// Whether only those may ask who may change things.
  var isChange: Bool { step != .list }

  private static func step(_ params: RequestParams) throws(ProtocolError) -> Step {
    let word = try params.words("phase")
    if let phase = CalibrationPhase(rawValue: word) {
      let seconds = try params.number("seconds", in: phase.possibleSeconds)
      return .measure(phase, seconds: seconds)
    }
    if params.members["seconds"] != nil {
      throw params.bad("seconds", "only for the phases rest and maximum")
    }
    switch word {
    case "finish": return .finish
    case "cancel": return .cancel
    default: throw params.bad("phase", "none of rest, maximum, finish, cancel")
    }
  }

  private static func person(_ params: RequestParams) throws(ProtocolError) -> String? {
    guard params.members["person"] != nil else { return nil }
    let person = try params.words("person")
    guard person.utf8.count <= 128 else { throw params.bad("person", "longer than 128 bytes") }
    return person
  }
}

extension ProtocolError {
  /// A refusal as clients are told of it.
  init(_ method: String, _ refusal: CalibrationRefusal) {
    let code: Code =
      switch refusal.kind {
      case .badRequest: .badParams
      case .busy: .busy
      case .failed: .calibrationFailed
      case .trouble: .internalError
      }
    self.init(code, "\(method): \(refusal.message)")
  }
}
