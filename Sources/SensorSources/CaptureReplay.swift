public import CrampModel
public import Recordings
public import SensorProtocols
internal import USBTransport

/// A USB capture, played through the same conversation as the live sensor.
///
/// What the host sent is in the capture, so what the conversation wants to send is left unsent;
/// what it makes of the sensor's bytes is the same.
public struct CaptureReplay: Sendable {
  /// What a person says about a capture.
  public struct Options: Hashable, Sendable {
    /// The family, where the device's ids do not say it.
    public var driver: SensorFamily?
    /// Settings of the sensor.
    public var settings = DriverSettings()
    /// The serial number of the device, where the capture has several.
    public var serial: String?

    /// Nothing said.
    public init() {}
  }

  /// What the sensor gave.
  public let stream: StreamDescription
  /// What was odd so far.
  public var warnings: [RecordingWarning] { player.warnings }

  private var player: CapturePlayer

  /// Opens a capture and plays it until the sensor streams.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - options: What a person says about it.
  /// - Throws: ``RecordingError`` if it cannot be read, ``CaptureError`` if no sensor is in it.
  public init(path: String, options: Options = Options()) throws {
    let devices = try CapturePlayer.devices(in: path, options: options)
    guard let plan = devices.first?.plan else { throw CaptureError.noSensor(path, []) }
    var failures: [String] = []
    for family in plan.families {
      var player = CapturePlayer(path: path, devices: devices, family: family)
      if let account = try player.begin() {
        self.player = player
        let serial = plan.serial ?? account.serial ?? plan.identity
        stream = StreamDescription(
          sensor: "\(family.rawValue):\(serial)",
          driver: family.rawValue,
          start: player.start,
          channels: account.channels
        )
        return
      }
      failures.append("\(family.rawValue): \(player.failure ?? "it never streams")")
    }
    throw CaptureError.noSensor(path, failures)
  }

  /// Reads the next samples.
  ///
  /// - Parameters:
  ///   - block: Cleared first, its storage kept.
  ///   - seconds: How much at most, about.
  /// - Returns: `false` at the end of the capture.
  /// - Throws: ``RecordingError`` where the capture is damaged.
  public mutating func read(
    into block: inout SampleBlock,
    seconds: Double
  ) throws(RecordingError) -> Bool {
    try player.read(into: &block, seconds: seconds)
  }
}

/// A capture that no sensor can be found in.
public enum CaptureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, and why each device or family is none.
  case noSensor(String, [String])

  /// One line: the file, then the causes.
  public var description: String {
    switch self {
    case .noSensor(let path, let causes):
      "find a sensor in \(path): "
        + (causes.isEmpty
          ? "no device with descriptors; begin the capture before the sensor is plugged in, or "
            + "make it with crampctl capture"
          : causes.joined(separator: "; "))
    }
  }
}
