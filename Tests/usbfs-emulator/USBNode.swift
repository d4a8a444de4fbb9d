import CUsbfs
import EmulatorScript
import Glibc
import SensorEmulation

/// A device on the made-up bus: the model, and the transfers of the programs that have it open.
final class USBNode {
  let place: USBPlace
  var model: SensorDevice
  /// When it was plugged in, by the bus's clock.
  let pluggedAt: Duration
  var failures: [RequestKind: Failure] = [:]
  var urbs: [UInt: URB] = [:]
  /// Transfers that are done and not fetched, in order.
  var done: [USBCompletion] = []
  var reaped = 0
  var lastURB: UInt = 0
  /// Called when something can be fetched, or the device goes away.
  var onReadiness: (Int) -> Void = { _ in }

  /// A kind of request that is to fail.
  struct Failure {
    let code: Int32
    var count: Int
  }

  /// A transfer of a program.
  struct URB {
    /// Which open file.
    let owner: Int
    /// Where its structure is in the program's memory.
    let address: UInt
    /// Where data that come in go in the program's memory, and how many may.
    let buffer: UInt
    let room: Int
  }

  init(model: SensorDevice, place: USBPlace, pluggedAt: Duration) {
    self.model = model
    self.place = place
    self.pluggedAt = pluggedAt
  }

  var isPresent: Bool { model.isPresent }

  /// Brings the model nearer to now: where the machine is too slow for it, the sensor is late, and
  /// programs and script are still answered.
  func advance(to clock: Duration) {
    if isPresent { model.advance(to: min(clock - pluggedAt, model.now + Self.longestStep)) }
    collect()
  }

  private static let longestStep = Duration.milliseconds(20)

  /// Takes what is done from the model.
  func collect() {
    while let completion = model.takeCompletion() {
      guard let urb = urbs[completion.id] else { continue }
      done.append(completion)
      onReadiness(urb.owner)
    }
  }

  func unplug(at clock: Duration) {
    advance(to: clock)
    model.unplug()
    collect()
    onReadiness(-1)
  }

  /// Notes that a file was opened.
  func open() throws(Refusal) {
    guard isPresent else { throw Refusal(code: ENODEV) }
    try fail(.open)
    model.open()
  }

  /// Notes that a file was closed: what its program asked for is taken back.
  func close(owner: Int) {
    for id in urbs.keys.sorted() where urbs[id]?.owner == owner {
      _ = model.discard(id)
      urbs[id] = nil
    }
    done.removeAll { urbs[$0.id] == nil }
    model.close(owner: owner)
    collect()
  }

  /// What a program that waits for the file sees (`usbdev_poll` of Linux).
  func readiness(owner: Int) -> UInt32 {
    var events = Int32(0)
    if done.contains(where: { urbs[$0.id]?.owner == owner }) { events |= POLLOUT }
    if !isPresent { events |= POLLERR | POLLHUP }
    return UInt32(events)
  }

  /// Fails if a script asked for that.
  func fail(_ kind: RequestKind) throws(Refusal) {
    guard var failure = failures[kind] else { return }
    failure.count -= 1
    failures[kind] = failure.count > 0 ? failure : nil
    throw Refusal(code: failure.code)
  }
}
