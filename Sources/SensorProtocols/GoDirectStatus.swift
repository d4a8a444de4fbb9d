/// What a Go Direct device says of its state.
///
///     byte   0        2       3       4       6       7       8       10          11
///            status   major   minor   build   radio's version         battery %   charger
///
/// Source: VernierST/godirect-py, device.py.
public struct GoDirectStatus: Hashable, Sendable {
  /// A version of firmware.
  public struct Version: Hashable, Sendable {
    /// The first part.
    public var major: UInt8
    /// The second part.
    public var minor: UInt8
    /// The third part.
    public var build: UInt16

    /// A version.
    public init(_ major: UInt8, _ minor: UInt8, _ build: UInt16) {
      self.major = major
      self.minor = minor
      self.build = build
    }

    fileprivate init(_ payload: Span<UInt8>, at offset: Int) {
      major = payload.byte(at: offset)
      minor = payload.byte(at: offset + 1)
      build = payload.littleUInt16(at: offset + 2)
    }

    fileprivate var bytes: [UInt8] { [major, minor] + build.littleEndianBytes }
  }

  /// The main processor's firmware.
  public var firmware: Version
  /// The radio's firmware.
  public var radio: Version
  /// Charge of the battery in percent.
  public var battery: UInt8
  /// 0 idle, 1 charging, 2 complete, 3 error.
  public var charger: UInt8

  /// A state.
  public init(firmware: Version, radio: Version, battery: UInt8, charger: UInt8 = 0) {
    self.firmware = firmware
    self.radio = radio
    self.battery = battery
    self.charger = charger
  }

  /// Reads the payload of an answer; what is missing counts as 0.
  public init(payload: Span<UInt8>) {
    firmware = Version(payload, at: 2)
    radio = Version(payload, at: 6)
    battery = payload.byte(at: 10)
    charger = payload.byte(at: 11)
  }

  /// The payload of an answer.
  public var payload: [UInt8] {
    [0, 0] + firmware.bytes + radio.bytes + [battery, charger]
  }
}
