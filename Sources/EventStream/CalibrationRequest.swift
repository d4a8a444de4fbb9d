public import CrampModel

/// What a client asks of calibrations.
public struct CalibrationRequest: Hashable, Sendable {
  /// What is to be done.
  public enum Step: Hashable, Sendable {
    /// Measure a phase from now on, for so long or for the usual time.
    case measure(CalibrationPhase, seconds: Double?)
    /// Make a calibration of what was measured.
    case finish
    /// Give up what was measured.
    case cancel
    /// Tell of the calibrations that there are.
    case list
    /// Forget one.
    case forget(id: String)
  }

  /// The connection, by a number that no other has had.
  public let client: UInt64
  /// The user at the other end of it.
  public let user: UInt32
  /// What is to be done.
  public let step: Step
  /// The sensor; `nil` where there is no choice.
  public let sensor: String?
  /// The channel; `nil` where there is no choice.
  public let channel: String?
  /// Whose muscle it is, if that is said.
  public let person: String?

  /// A request.
  public init(
    client: UInt64,
    user: UInt32,
    step: Step,
    sensor: String? = nil,
    channel: String? = nil,
    person: String? = nil
  ) {
    self.client = client
    self.user = user
    self.step = step
    self.sensor = sensor
    self.channel = channel
    self.person = person
  }
}

/// Why a request about calibrations is refused.
public struct CalibrationRefusal: Error, Hashable, Sendable {
  /// What kind of refusal it is.
  public enum Kind: Hashable, Sendable {
    /// There is no such sensor, channel or id, or it was not said which.
    case badRequest
    /// Another client is at it.
    case busy
    /// What was measured is of no use.
    case failed
    /// The daemon could not do its part.
    case trouble
  }

  /// What kind of refusal it is.
  public let kind: Kind
  /// What is wrong, and what helps.
  public let message: String

  /// A refusal.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

/// Who does what clients ask of calibrations.
public struct CalibrationDesk: Sendable {
  /// An answer as a JSON object, or a refusal.
  public typealias Reply = @Sendable (Result<String, CalibrationRefusal>) -> Void

  let ask: @Sendable (CalibrationRequest, @escaping Reply) async -> Void
  let leave: @Sendable (UInt64) async -> Void

  /// Connects the server with who does it.
  ///
  /// - Parameters:
  ///   - ask: Does or begins what is asked, and replies exactly once, perhaps much later.
  ///   - leave: Gives up what a client began that is gone.
  public init(
    ask: @escaping @Sendable (CalibrationRequest, @escaping Reply) async -> Void,
    leave: @escaping @Sendable (UInt64) async -> Void
  ) {
    self.ask = ask
    self.leave = leave
  }
}
