internal import CrampModel
internal import USBTransport

/// Where one sensor is found: its plan, the bus, and the slot that it comes back to.
struct SensorPlace: Sendable {
  let plan: SensorPlan
  /// What was known of the device when the plan was made.
  let seen: SeenDevice
  let host: USBHost
  let slot: DeviceSlot
  /// Ends the sensor's work.
  let leash = Leash()
  /// The origin of the sensor's time.
  let origin: ContinuousClock.Instant
  /// Is told of every transfer.
  let tap: (@Sendable (TransferRecord) -> Void)?

  /// The present time, since the origin.
  var now: Duration { origin.duration(to: .now) }

  /// The device, if the bus has it though a call said that it is gone.
  ///
  /// Linux says so of a transfer as well when another program unbinds the device's interface.
  func kept(_ device: AttachedDevice) -> AttachedDevice? {
    host.isAttached(device.address) ? device : nil
  }

  /// Opens a device and talks to it until it streams.
  func open(_ device: AttachedDevice) async throws -> SensorSession {
    try await SensorSession.open(device, plan: plan, host: host, origin: origin, tap: tap)
  }
}
