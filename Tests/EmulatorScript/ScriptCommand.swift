public import SensorEmulation

/// A line of a script.
public enum ScriptCommand: Sendable {
  /// Plug a sensor in.
  case plug(name: String, family: SensorFamily, values: [String: String])
  /// Do something to a sensor.
  case device(name: String, DeviceCommand)
  /// Wait until a count is reached.
  case wait(name: String, Condition, timeout: Double)
  /// Wait for a time.
  case pause(seconds: Double)
  /// Let requests of a kind fail.
  case fail(name: String, request: RequestKind, code: Int32, count: Int)
  /// Pull a plug.
  case unplug(name: String)
  /// Tell what went over the bus.
  case stats(name: String)
  /// Tell what really happens in the scenario.
  case truth(name: String)
  /// Do something to the program that the sensors are played to.
  case program(ProgramCommand)

  /// What is done to one device's model.
  public enum DeviceCommand: Sendable {
    /// The next transfer for data ends so.
    case transfer(USBStatus)
    /// The sensor neither speaks nor hears.
    case silence(Faults.Silence)
    /// The same for a time.
    case silenceFor(seconds: Double)
    /// The next frames are left out.
    case drop(Int)
    /// Random bytes come in between.
    case garbage(Int, seed: UInt64)
    /// The next packets are cut to a byte.
    case short(Int)
    /// The host gets nothing for a time.
    case overrun(milliseconds: Double)
    /// The event input sees an event.
    case event(Int)
  }

  /// What is done to the program.
  public enum ProgramCommand: Sendable {
    /// SIGTERM.
    case terminate
    /// SIGKILL.
    case kill
    /// SIGTERM, and SIGKILL if that does not end it.
    case quit
  }

  /// A count in the statistics that is to be reached.
  public struct Condition: Sendable {
    let key: String
    let count: Int
    /// Whether it is counted from now.
    let isRelative: Bool
  }

  /// The commands in short.
  public static let help = """
    plug NAME FAMILY [key=value...]: serial= scenario= seed= port= bridge=ftdi|cdc|ch340|cp210x \
    gain= baud= driver=kernel|none fifo=unlimited|chip
    plug NAME hostile kind=KIND [family=FAMILY]: descriptors that lie: \
    \(Hostility.allCases.map(\.rawValue).joined(separator: ", "))
    unplug NAME
    stall NAME, proto NAME, babble NAME: the next transfer for data ends so
    silence NAME SECONDS|until-reopen|until-reset
    drop NAME FRAMES, garbage NAME BYTES [seed=N], short NAME PACKETS, event NAME NUMBER
    overrun NAME MILLISECONDS: the host gets nothing, the chip's FIFO overflows
    fail NAME open|claim|control|submit|clearhalt|reset|setinterface ERRNO|none [COUNT]
    wait NAME KEY=[+]COUNT [timeout=SECONDS]: a key of stats; samples is frames_produced
    pause SECONDS
    stats NAME, truth NAME
    term, kill: SIGTERM or SIGKILL to the program; quit: both, 5 s apart
    """
}
