/// The program in a sensor's microcontroller: it hears bytes, and says bytes as time passes.
///
/// A firmware knows no clock: every call says how long the device has been plugged in, never less
/// than the call before.
public protocol Firmware: Sendable {
  /// Where its frames come from.
  var source: FrameSource { get set }

  /// Begins anew, at power-up or by the reset line.
  ///
  /// - Parameter time: Since the device was plugged in.
  mutating func reset(at time: Duration)

  /// Hears the host.
  ///
  /// - Parameters:
  ///   - bytes: A piece of a serial stream, or one HID report.
  ///   - time: When they came.
  mutating func receive(_ bytes: [UInt8], at time: Duration)

  /// Lets time pass and says what is due.
  ///
  /// - Parameters:
  ///   - time: Since the device was plugged in.
  ///   - output: Where the bytes are appended.
  mutating func advance(to time: Duration, into output: inout FirmwareOutput)

  /// Notes that the sensor's own event input saw event `number`; most sensors have none.
  mutating func event(_ number: Int)
}

extension Firmware {
  /// Does nothing: the sensor has no event input.
  public mutating func event(_ number: Int) {}
}

/// What a firmware says, and where in it the frames lie.
public struct FirmwareOutput: Hashable, Sendable {
  /// A piece of a serial stream, or whole HID reports in a row.
  public var bytes: [UInt8] = []
  /// Where the frames lie in ``bytes``; frames of HID reports take whole reports.
  public var frames: [Range<Int>] = []

  /// Nothing said.
  public init() {}

  /// Forgets what was said and keeps the storage.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    frames.removeAll(keepingCapacity: true)
  }

  /// Appends a frame.
  public mutating func append(frame: [UInt8]) {
    frames.append(bytes.count..<bytes.count + frame.count)
    bytes += frame
  }
}

/// Why a sensor cannot be emulated as wished.
public enum EmulationError: Error, Hashable, Sendable {
  /// The family has no such name.
  case family(String)
  /// The family has no such setting.
  case key(String)
  /// The setting has no such value.
  case value(String, key: String, expected: String)
}

extension EmulationError: CustomStringConvertible {
  /// One line: what was read and what was expected.
  public var description: String {
    switch self {
    case .family(let name):
      "family \(name): unknown; one of "
        + SensorFamily.allCases.map(\.rawValue).joined(separator: ", ")
    case .key(let key): "setting \(key): unknown for this family"
    case .value(let value, let key, let expected):
      "setting \(key): \"\(value)\" is not \(expected)"
    }
  }
}
