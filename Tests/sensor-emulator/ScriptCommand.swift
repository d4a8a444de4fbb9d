import SensorEmulation

/// A line of a script.
enum ScriptCommand {
  case plug(name: String, family: SensorFamily, values: [String: String])
  case device(name: String, DeviceCommand)
  case wait(name: String, Condition, timeout: Double)
  case pause(seconds: Double)
  case fail(name: String, request: RequestKind, code: Int32, count: Int)
  case unplug(name: String)
  case stats(name: String)
  case truth(name: String)
  case terminate
  case kill
  case quit

  /// What is done to one device's model.
  enum DeviceCommand {
    case transfer(USBStatus)
    case silence(Faults.Silence)
    case silenceFor(seconds: Double)
    case drop(Int)
    case garbage(Int, seed: UInt64)
    case short(Int)
    case overrun(milliseconds: Double)
    case event(Int)
  }

  /// A count in the statistics that is to be reached.
  struct Condition {
    let key: String
    let count: Int
    /// Whether it is counted from now.
    let isRelative: Bool
  }

  static let help = """
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

/// A kind of request to usbfs that can be made to fail.
enum RequestKind: String, CaseIterable {
  case open
  case claim
  case control
  case submit
  case clearHalt = "clearhalt"
  case reset
  case setInterface = "setinterface"
}
