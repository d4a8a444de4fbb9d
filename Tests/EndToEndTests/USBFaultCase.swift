import Testing

/// One call of libusb that is to fail, and what has the daemon make it.
struct USBFaultCase: Sendable, CustomTestStringConvertible {
  /// Release builds have no faults.
  static let canHappen: Bool = {
    #if DEBUG
    return true
    #else
    print("SKIPPED: a release build has no faults of USB to inject")
    return false
    #endif
  }()

  /// The name that the daemon knows the call by.
  let operation: String
  /// Which call of it.
  let call: Int
  /// libusb's error, or a transfer's status.
  let code: Int
  /// What is done to a sensor that streams, so that the call is made.
  var provocation: [String] = []
  /// How many `sensor.failed` there are to be; `nil` for one or none.
  var failures: Int?

  /// What tells the daemon of it.
  var variable: String { "\(operation):\(call):\(code)" }
  var testDescription: String { variable + provocation.map { ", " + $0 }.joined() }

  private enum Code {
    static let io = -1
    static let access = -3
    static let noDevice = -4
    static let notFound = -5
    static let busy = -6
    static let timeout = -7
    static let overflow = -8
    static let pipe = -9
    static let interrupted = -10
    static let noMemory = -11
    static let notSupported = -12
    static let other = -99
  }

  private static let replug = ["unplug a", "plug a cyton serial=DQ1"]
  private static let failure = 1, overtime = 2, cancelled = 3, stall = 4, gone = 5, babble = 6

  static let all: [Self] =
    opening + requests
    + cases("events", [1, 2, 20], [Code.io, Code.interrupted, Code.noMemory, Code.other])
    + cases("cancel", [1, 2, 8], [Code.notFound, Code.noDevice, Code.other])
    + cases("cancel", [1], [Code.notFound, Code.noDevice, Code.other], ["stall a"])
    + cases("clearHalt", [1], [Code.io, Code.notFound, Code.timeout], ["stall a"])
    + cases("reset", [1], [Code.io, Code.notFound, Code.noDevice], ["silence a until-reopen"])

  /// The device is opened and claimed.
  private static let opening: [Self] =
    cases(
      "open",
      [1],
      [Code.io, Code.access, Code.noDevice, Code.busy, Code.noMemory, Code.other],
      failures: 1
    )
    + cases("open", [2], [Code.access, Code.noDevice], replug)
    + cases("detach", [1], [Code.notSupported, Code.other])
    + cases("claim", [1], [Code.io, Code.noDevice, Code.notFound], failures: 1)
    + cases("claim", [1], [Code.busy], failures: 0)
    + cases("claim", [1], [Code.other])
    + cases("claim", [2], [Code.io, Code.busy], replug)
    + cases("allocate", [1, 2, 10, 16], [Code.noMemory])

  /// Requests and answers, then the stream.
  private static let requests: [Self] =
    cases("submit", [1, 2], [Code.io, Code.noDevice, Code.noMemory, Code.timeout], failures: 1)
    + cases("submit", [12, 20, 40, 80], [Code.io, Code.noDevice, Code.busy, Code.pipe])
    + cases("completion", [1, 2, 12, 40], [failure, overtime, cancelled, stall, gone, babble])

  private static func cases(
    _ operation: String,
    _ calls: [Int],
    _ codes: [Int],
    _ provocation: [String] = [],
    failures: Int? = nil
  ) -> [Self] {
    calls.flatMap { call in
      codes.map { code in
        Self(
          operation: operation,
          call: call,
          code: code,
          provocation: provocation,
          failures: failures
        )
      }
    }
  }
}

/// Lets so many through at a time.
actor Turnstile {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ free: Int) {
    self.free = free
  }

  func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    guard waiting.isEmpty else { return waiting.removeFirst().resume() }
    free += 1
  }
}
