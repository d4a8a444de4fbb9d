import Foundation

/// What a reload has done; members are named as in the protocol.
public struct ReloadOutcome: Hashable, Sendable, Codable {
  /// Keys that a sensor still goes without.
  public struct Deferral: Hashable, Sendable, Codable {
    /// Why it does.
    public enum Reason: String, Hashable, Sendable, Codable {
      /// An episode is open, or about to be; it ends as it began.
      case episode
      /// No samples have come since; the next ones are dealt with in the new way.
      case samples
    }

    /// The sensor.
    public var sensor: String
    /// The keys.
    public var keys: [String]
    /// Why they have to wait.
    public var reason: Reason

    /// A deferral.
    public init(sensor: String, keys: [String], reason: Reason) {
      self.sensor = sensor
      self.keys = keys
      self.reason = reason
    }
  }

  /// Keys that are different now, in the order of the alphabet.
  public var changed: [String]
  /// What is not in force yet, and comes into force by itself.
  public var deferred: [Deferral]
  /// Keys that are different in the file, and need a restart.
  public var restartNeeded: [String]

  enum CodingKeys: String, CodingKey {
    case changed, deferred
    case restartNeeded = "restart_needed"
  }

  /// An outcome; without arguments that of a reload which found nothing new.
  public init(
    changed: [String] = [],
    deferred: [Deferral] = [],
    restartNeeded: [String] = []
  ) {
    self.changed = changed
    self.deferred = deferred
    self.restartNeeded = restartNeeded
  }

  /// The outcome as a JSON object.
  var json: String { JSONText.encoded(self) }
}

/// Why a reload was refused; nothing has changed by it.
public struct ReloadRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where the mistake is; members are named as in the protocol.
  public struct Place: Hashable, Sendable, Codable {
    /// The file, or `environment` or `command line`.
    public var file: String?
    /// The line, from 1.
    public var line: Int?
    /// The column, from 1.
    public var column: Int?
    /// The key with its parents.
    public var key: String?
    /// What is wrong there.
    public var message: String

    /// A place.
    public init(
      file: String? = nil,
      line: Int? = nil,
      column: Int? = nil,
      key: String? = nil,
      message: String
    ) {
      self.file = file
      self.line = line
      self.column = column
      self.key = key
      self.message = message
    }
  }

  /// The code of the error that a client gets where the configuration is wrong.
  public static let wrongConfiguration = ProtocolError.Code.configurationWrong.rawValue

  /// All of it in one line.
  public let description: String
  /// Where the configuration is wrong; `nil` where something else is.
  public let place: Place?

  /// A refusal.
  public init(_ description: String, at place: Place? = nil) {
    self.description = description
    self.place = place
  }
}

/// Who reloads the configuration when a client asks for it.
public struct ReloadDesk: Sendable {
  let reload: @Sendable () async -> Result<ReloadOutcome, ReloadRefusal>

  /// Connects the server with who does it.
  ///
  /// - Parameter reload: Reads and applies the configuration; returns when that is done.
  public init(reload: @escaping @Sendable () async -> Result<ReloadOutcome, ReloadRefusal>) {
    self.reload = reload
  }

  /// Does what a client asks.
  func answer(_ method: String) async throws(ProtocolError) -> String {
    switch await reload() {
    case .success(let outcome): return outcome.json
    case .failure(let refusal):
      throw ProtocolError(
        refusal.place == nil ? .internalError : .configurationWrong,
        refusal.description,
        data: refusal.place.map { JSONText.encoded($0) }
      )
    }
  }
}
