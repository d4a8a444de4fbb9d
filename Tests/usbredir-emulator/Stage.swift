import Glibc
import SensorEmulation
import USBRedirection

/// Runs the port, the connection and the commands in one loop.
struct Stage: ~Copyable {
  private let listener: ListeningSocket
  private var input: LineInput
  private var connection: MachineConnection?
  private var port = RedirectedPort()
  private var connectedAt = Duration.zero
  /// What is in the port, so that it begins anew with the next machine.
  private var plugged: (family: SensorFamily, settings: SensorSettings)?
  private var isOver = false

  init(listener: consuming ListeningSocket, input: consuming LineInput) {
    self.listener = listener
    self.input = input
  }

  /// Runs until the input ends.
  mutating func run() throws {
    while !isOver {
      wait()
      try welcome()
      converse()
      while let line = input.next() { obey(line) }
      isOver = isOver || input.isAtEnd
    }
  }

  /// Waits for something to do; with a machine for a millisecond at most, the sensors' step.
  private mutating func wait() {
    var waiting: Int16 = 0
    var descriptor: Int32 = -1
    if connection != nil {
      let pending = connection?.output.count ?? 0
      if pending < MachineConnection.mostOutput { waiting |= Int16(POLLIN) }
      if pending > 0 { waiting |= Int16(POLLOUT) }
      descriptor = connection?.descriptor ?? -1
    }
    var watched = [
      pollfd(fd: input.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor < 0 ? listener.descriptor : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: descriptor, events: waiting, revents: 0),
    ]
    poll(&watched, nfds_t(watched.count), descriptor < 0 ? 1_000 : 1)
    if watched[0].revents != 0 { input.fill() }
  }

  private mutating func welcome() throws {
    guard connection == nil else { return }
    connection = listener.accept()
    guard connection != nil else { return }
    connectedAt = Self.monotonic
    port = RedirectedPort(sensor: try plugged.map { try SensorDevice($0, settings: $1) })
    say([("connected", .integer(1))])
  }

  private mutating func converse() {
    guard connection != nil else { return }
    var isAlive = true
    do {
      if (connection?.output.count ?? 0) < MachineConnection.mostOutput {
        if let bytes = connection?.read() { try port.receive(bytes) } else { isAlive = false }
        port.advance(to: Self.monotonic - connectedAt)
      }
      isAlive = isAlive && connection?.write(port.takeOutput()) == true
    } catch {
      say([("error", .text("\(error)"))])
      isAlive = false
    }
    guard !isAlive else { return }
    connection = nil
    say([("connected", .integer(0))])
  }

  private mutating func obey(_ line: String) {
    do {
      guard let command = try PortCommand(line) else { return }
      var members: [(String, AnswerValue)] = []
      switch command {
      case .plug(let family, let values):
        let settings = try SensorSettings(family: family, values: values)
        port.plug(try SensorDevice(family, settings: settings))
        plugged = (family, settings)
      case .unplug:
        port.unplug()
        plugged = nil
      case .stall: port.stall()
      case .silence(let seconds): port.silence(for: .seconds(seconds))
      case .stats: members = statistics
      case .quit: isOver = true
      }
      say([("done", .text(line))] + members)
    } catch {
      say([("error", .text("\(error)")), ("command", .text(line))])
    }
  }

  private var statistics: [(String, AnswerValue)] {
    guard let sensor = port.sensor else { return [("present", .integer(0))] }
    let source = sensor.firmware.source
    let counts = [
      ("present", 1), ("announced", port.isAnnounced ? 1 : 0),
      ("frames_produced", source.produced), ("frames_lost", sensor.queue.lostFrames),
      ("frames_delivered", sensor.queue.deliveredFrames),
      ("packets", sensor.traffic.packets), ("transfers", sensor.traffic.submitted),
      ("control_requests", sensor.traffic.controlRequests),
    ]
    return counts.map { ($0, .integer($1)) }
  }

  private static var monotonic: Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
