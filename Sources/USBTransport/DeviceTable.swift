import CLibUSB
import Dispatch
import Synchronization

/// The devices that are plugged in, as hotplug tells them.
final class DeviceTable: Sendable {
  let changes = ChangeQueue()
  private let loop: EventLoop
  private let devices = Mutex<[USBAddress: Entry]>([:])
  /// Reads descriptors, in the order of events; the callback of hotplug may not.
  private let arrivals = DispatchQueue(label: "usb arrivals")

  /// A device that is plugged in.
  struct Entry: Sendable {
    let attached: AttachedDevice
    let reference: DeviceReference
  }

  init(_ loop: EventLoop) {
    self.loop = loop
  }

  /// The device at an address, if it is plugged in.
  func device(at address: USBAddress) -> Entry? {
    devices.withLock { $0[address] }
  }

  /// The devices, ordered by bus and number.
  var attached: [AttachedDevice] {
    devices.withLock { devices in
      devices.values.map(\.attached).sorted {
        ($0.address.bus, $0.address.device) < ($1.address.bus, $1.address.device)
      }
    }
  }

  /// Waits until all events that came are in the table, or the deadline is there.
  func catchUp(by deadline: DispatchTime) {
    let isDone = DispatchSemaphore(value: 0)
    arrivals.async { isDone.signal() }
    _ = isDone.wait(timeout: deadline)
  }

  /// Calls ``notice(_:_:)`` for each device that comes or goes, the present ones at once.
  func register() throws(USBError) -> libusb_hotplug_callback_handle {
    var handle: libusb_hotplug_callback_handle = 0
    let code = LibUSB.onHotplug(
      loop.context.pointer,
      { _, device, event, user in
        guard let device, let user else { return 0 }
        Unmanaged<DeviceTable>.fromOpaque(user).takeUnretainedValue().notice(device, event)
        return 0
      },
      Unmanaged.passUnretained(self).toOpaque(),
      &handle
    )
    try USBError.check(code, "watch for USB devices")
    return handle
  }

  /// In the callback: keeps the device and hands it over.
  private func notice(_ device: OpaquePointer, _ event: libusb_hotplug_event) {
    let reference = DeviceReference(keeping: device, of: loop)
    let isArrival = event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED
    arrivals.async {
      if isArrival { self.arrived(reference) } else { self.left(reference) }
    }
  }

  /// A device came; libusb may tell it twice.
  private func arrived(_ reference: DeviceReference) {
    if let known = device(at: reference.address) {
      guard known.reference.pointer != reference.pointer else { return }
      left(known.reference)
    }
    let attached = AttachedDevice(reference)
    // A hub is no sensor; and libusb ends badly if it loses a hub, by a failed open, whose devices
    // are still there.
    guard !attached.isHub else { return }
    devices.withLock {
      $0[reference.address] = Entry(attached: attached, reference: reference)
    }
    changes.push(.arrived(attached))
  }

  /// A device went; libusb may tell it of one that never came.
  private func left(_ reference: DeviceReference) {
    let isKnown = devices.withLock { devices in
      guard devices[reference.address]?.reference.pointer == reference.pointer else { return false }
      devices[reference.address] = nil
      return true
    }
    guard isKnown else { return }
    for device in loop.devices(at: reference.address) { device.unplugged() }
    changes.push(.left(reference.address))
  }

  /// Forgets all devices, so that libusb can end.
  func removeAll() {
    changes.end()
    devices.withLock { $0 = [:] }
  }
}
