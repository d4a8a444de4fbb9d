import CLibUSB
import Synchronization

/// An open device: its requests, its transfers from one endpoint, and its end.
///
///     idle ──start──▶ streaming ──failure, settle──▶ settling ──all are back──▶ idle
///
///     any ──close──▶ closing ──all are back──▶ releasing ──handle closed──▶ closed
///
/// Transfers call back on the event thread. All else that the kernel is asked is asked on a queue
/// of the device's own, and so is what takes the lock of the state, under which transfers are
/// submitted. The event loop holds on to it until it is closed: libusb has its address.
final class OpenDevice: Sendable {
  let address: USBAddress
  let loop: EventLoop
  /// Where transfers of the started endpoint go.
  let chunks: ChunkQueue
  let state: Mutex<State>
  /// For all but the blocking calls; valid until closed.
  let pointer: HandlePointer
  private let handle: Mutex<USBHandle?>
  let calls: DeviceCalls

  enum Phase {
    case idle
    case streaming
    case settling
    case closing
    case releasing
    case closed
  }

  struct State {
    var phase = Phase.idle
    var inputs: [Transfer] = []
    var inputsUnderWay = 0
    var requests: [Transfer: PendingRequest] = [:]
    var endings = LinkCounters.Endings()
    var written = 0
    /// What goes on when all transfers from the endpoint are back: `true`, or when that takes too
    /// long: `false`.
    var settled: [@Sendable (Bool) -> Void] = []
    var closed: [@Sendable () -> Void] = []
    /// When to give up to wait for transfers to come back.
    var patience: ContinuousClock.Instant?
  }

  /// How long a transfer may take to come back after it was called off.
  ///
  /// Linux gives them back at once; what takes longer than this does not come.
  static let patience = Duration.seconds(5)
  /// How long anybody waits for a call: Linux gives up a reset, the longest, after some seconds.
  static let longestCall = Duration.seconds(10)

  private init(
    _ device: DeviceReference,
    claiming interfaces: [UInt8],
    decoder: LinkDecoder
  ) throws(USBError) {
    let opened = try USBHandle(opening: device, claiming: interfaces)
    address = device.address
    loop = device.loop
    chunks = ChunkQueue(decoder)
    state = Mutex(State())
    pointer = opened.pointer
    handle = Mutex(opened)
    calls = device.calls
    guard loop.look(after: self) else { throw .closed }
  }

  /// Opens a device and claims interfaces.
  static func open(
    _ device: DeviceReference,
    claiming interfaces: [UInt8],
    decoder: LinkDecoder = LinkDecoder(.hid, maxPacket: 64)
  ) async throws(USBError) -> OpenDevice {
    try await device.calls.ask("open device \(device.address)", within: longestCall) { answer in
      do throws(USBError) {
        let opened = try OpenDevice(device, claiming: interfaces, decoder: decoder)
        if !answer.give(.success(opened)) { opened.close {} }
      } catch {
        answer.give(.failure(error))
      }
    }
  }

  /// Makes a blocking call.
  func call(
    _ operation: String,
    _ body: @escaping @Sendable (borrowing USBHandle) throws(USBError) -> Void
  ) async throws(USBError) {
    try await calls.ask(operation, within: Self.longestCall) { answer in
      answer.give(self.attempt(body))
    }
  }

  private func attempt(
    _ body: (borrowing USBHandle) throws(USBError) -> Void
  ) -> Result<Void, USBError> {
    handle.withLock { handle in
      switch handle {
      case .some(let opened):
        do throws(USBError) {
          try body(opened)
          return .success(())
        } catch {
          return .failure(error)
        }
      case .none:
        return .failure(.closed)
      }
    }
  }

  /// Closes the handle on the device's own queue, then calls `done`.
  func release(then done: @escaping @Sendable () -> Void) {
    calls.order {
      self.handle.withLock { $0 = nil }
      done()
    }
  }

  /// Ends waits that took too long; returns when it is to be called next.
  func expire(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    let reading = chunks.expire(at: now)
    let settling = giveUp(at: now)
    guard let reading, let settling else { return reading ?? settling }
    return min(reading, settling)
  }

  /// What went over the device; waits where a transfer is being submitted.
  var counters: LinkCounters {
    var counters = LinkCounters()
    state.withLock { state in
      counters.transfers = state.endings
      counters.written = state.written
    }
    chunks.count(into: &counters)
    return counters
  }
}

extension USBError {
  /// The link was closed.
  static let closed = Self(LIBUSB_ERROR_NO_DEVICE, "use a closed link")
}

/// A transfer as libusb knows it.
///
/// Sendable without a check: it is used under the lock of its device, or in its own callback,
/// during which libusb does not touch it.
struct Transfer: Hashable, @unchecked Sendable {  // Proof: used under its device's lock.
  let pointer: UnsafeMutablePointer<libusb_transfer>
}
