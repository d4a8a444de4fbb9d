import CLibUSB
public import CrampModel
import Dispatch
import Synchronization

/// The USB devices of the machine: which there are, and links to them.
///
/// It has one thread, which runs libusb's events and only hands over what comes. Keep it for the
/// life of the program, and call ``close()`` at its end.
public final class USBHost: Sendable {
  /// Devices as they come and go: first those that are there, each once.
  ///
  /// One task reads it. A device that leaves before its arrival was read is not told of.
  public let changes: AsyncStream<USBChange>

  private let loop: EventLoop
  private let table: DeviceTable
  private let hotplug: Mutex<libusb_hotplug_callback_handle?>
  /// For waits that the thread of a task must not make.
  private let waits = DispatchQueue(label: "usb waits")

  /// Opens the machine's USB and begins to look at what is plugged in.
  public init() throws(USBError) {
    let loop = try EventLoop()
    let table = DeviceTable(loop)
    let handle = try table.register()
    do throws(USBError) {
      try loop.start()
    } catch {
      libusb_hotplug_deregister_callback(loop.context.pointer, handle)
      table.removeAll()
      throw error
    }
    self.loop = loop
    self.table = table
    hotplug = Mutex(handle)
    changes = AsyncStream { await table.changes.next() }
  }

  deinit {
    guard let handle = hotplug.withLock({ $0.take() }) else { return }
    waits.async { [loop, table] in Self.close(loop, table, handle) }
  }

  /// Waits until the devices that are there are known, for a second at most.
  public func catchUp() async {
    await withCheckedContinuation { continuation in
      waits.async { [table] in
        table.catchUp(by: .now() + Self.patience)
        continuation.resume()
      }
    }
  }

  /// The devices that are known to be there now, ordered by address.
  public func attached() -> [AttachedDevice] {
    table.attached
  }

  /// Whether the thread of USB events should have looked after a link by now, and its turns so far.
  ///
  /// A thread that is overdue and takes no turns is held up, as by a call that the kernel does not
  /// answer; no link hears of anything then, not even of silence.
  public var progress: (isOverdue: Bool, turns: Int64) {
    loop.progress
  }

  /// Whether a device is there now.
  public func isAttached(_ address: USBAddress) -> Bool {
    table.device(at: address) != nil
  }

  /// What a device calls itself.
  ///
  /// The operating system tells it where it can; otherwise the device is opened and asked.
  ///
  /// - Parameter address: Where the device is.
  /// - Returns: Its strings.
  /// - Throws: ``USBError`` if it is gone, or must be asked and cannot be opened.
  public func strings(of address: USBAddress) async throws(USBError) -> USBStrings {
    let entry = try entry(at: address, "read the strings")
    let folder = SystemFolder(portPath: entry.attached.portPath)
    // Linux takes the device's lock for each, which a call may hold.
    let told = try await entry.reference.calls.ask("read the strings", within: .seconds(3)) {
      $0.give(.success(folder.strings))
    }
    let numbers = entry.attached.deviceDescriptor.dropFirst(14).prefix(3)
    let isAll = zip(numbers, [told.manufacturer, told.product, told.serial]).allSatisfy {
      $0 == 0 || $1 != nil
    }
    if isAll { return told }
    let device = try await OpenDevice.open(entry.reference, claiming: [])
    let asked = await ControlPipe(device: device, tap: nil).strings(entry.attached)
    await device.close()
    return USBStrings(
      manufacturer: told.manufacturer ?? asked.manufacturer,
      product: told.product ?? asked.product,
      serial: told.serial ?? asked.serial
    )
  }

  /// Opens a link to a device, sets its line and starts to take in what it sends.
  ///
  /// - Parameters:
  ///   - address: Where the device is.
  ///   - kind: How bytes go.
  ///   - line: How its serial line is to be set; HID has none.
  ///   - tap: Gets each transfer, in the task that reads, writes or opens; first what the device
  ///     says of itself.
  /// - Returns: The link; ``USBLink/close()`` it.
  /// - Throws: ``USBError`` with what was tried.
  public func open(
    _ address: USBAddress,
    link kind: LinkKind,
    line: SerialLine,
    tap: (@Sendable (TransferRecord) -> Void)? = nil
  ) async throws(USBError) -> USBLink {
    let entry = try entry(at: address, "open")
    let layout = try LinkLayout(kind, of: entry.attached)
    // Refused before the device is touched.
    _ = try SerialBridge.open(layout, line)
    let device = try await OpenDevice.open(
      entry.reference,
      claiming: layout.claims,
      decoder: LinkDecoder(kind, maxPacket: layout.input.maxPacket)
    )
    let pipe = ControlPipe(
      device: device,
      tap: tap.map { TransferTap(address: address, record: $0) }
    )
    do throws(USBError) {
      if tap != nil { await pipe.describe(entry.attached) }
      let link = USBLink(pipe, layout, line, numbered: try await pipe.numbersReports(layout))
      try await link.begin()
      return link
    } catch {
      await device.close()
      throw error
    }
  }

  /// How long devices and threads are waited for at the end, in seconds.
  private static let patience = 1.0

  /// Closes all links, ends the watch for devices and joins the thread; any number of times.
  ///
  /// It waits until the transfers that are under way are back: at once, unless the system is
  /// broken, and never for more than a second. What the kernel keeps is left to itself then.
  public func close() async {
    guard let handle = hotplug.withLock({ $0.take() }) else { return }
    await withCheckedContinuation { continuation in
      waits.async { [loop, table] in
        Self.close(loop, table, handle)
        continuation.resume()
      }
    }
  }

  private static func close(
    _ loop: EventLoop,
    _ table: DeviceTable,
    _ handle: libusb_hotplug_callback_handle
  ) {
    let deadline = DispatchTime.now() + patience
    libusb_hotplug_deregister_callback(loop.context.pointer, handle)
    let closing = DispatchGroup()
    for device in loop.refuseMore() {
      closing.enter()
      device.close { closing.leave() }
    }
    let areClosed = closing.wait(timeout: deadline) == .success
    let isEnded = loop.end(by: deadline)
    if areClosed, isEnded { table.catchUp(by: deadline) }
    table.removeAll()
  }

  private func entry(
    at address: USBAddress,
    _ operation: String
  ) throws(USBError) -> DeviceTable.Entry {
    guard let entry = table.device(at: address) else {
      throw USBError(LIBUSB_ERROR_NO_DEVICE, "\(operation) of device \(address)")
    }
    return entry
  }
}
