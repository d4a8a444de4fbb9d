internal import Synchronization
internal import USBTransport

/// What a device said when it was asked who it is.
struct DeviceLook: Sendable {
  let device: AttachedDevice
  let strings: USBStrings?
  let failure: USBError?

  /// Whether it has not answered, but may yet.
  var isOpen: Bool { failure?.kind == .timeout }

  var seen: SeenDevice {
    SeenDevice(
      ids: USBSensorRule.IDs(vendor: device.vendor, product: device.product),
      port: device.portPath,
      serial: strings?.serial,
      link: LinkKind(device),
      problem: device.problem
    )
  }
}

extension SensorHub {
  /// Looks at a device until it says who it is, or is gone.
  ///
  /// The hub hears of it each time, so that one that does not answer is told of as well.
  func getToKnow(_ device: AttachedDevice) async {
    var backoff = Backoff()
    while !Task.isCancelled, host.isAttached(device.address) {
      let look = await look(at: device)
      orders.yield(.look(look))
      guard look.isOpen else { return }
      try? await Task.sleep(for: backoff.next())
    }
  }

  /// Looks at a device once, without using it.
  func look(at device: AttachedDevice) async -> DeviceLook {
    do {
      let strings = try await host.strings(of: device.address)
      return DeviceLook(device: device, strings: strings, failure: nil)
    } catch {
      return DeviceLook(device: device, strings: nil, failure: error)
    }
  }

  /// Decides about a device that has arrived; gives a place if it is new and to be used.
  ///
  /// One that has not said who it is gets none: it may be one that waits for its return.
  func judge(_ look: DeviceLook) -> SensorPlace? {
    let seen = look.seen
    var entry = HubDevice(seen, look.strings, address: look.device.address, isKnown: !look.isOpen)
    switch rules.withLock({ $0 }).verdict(on: seen) {
    case .ignore(let reason):
      entry.state = .ignored(reason)
    case .use(let plan):
      if let failure = look.failure { entry.state = .failed("\(failure)") }
      if !look.isOpen {
        return roster.withLock { $0.use(entry, look.device, place(of: seen, plan)) }
      }
    }
    roster.withLock { $0.note(entry) }
    return nil
  }
}
