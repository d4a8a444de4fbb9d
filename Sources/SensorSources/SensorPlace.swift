internal import CrampModel
internal import USBTransport

/// Where one sensor is found: its plan, the bus, and the slot that it comes back to.
struct SensorPlace: Sendable {
  let plan: SensorPlan
  let host: USBHost
  let slot: DeviceSlot
  /// The origin of the sensor's time.
  let origin: ContinuousClock.Instant
  /// Is told of every transfer.
  let tap: (@Sendable (TransferRecord) -> Void)?

  /// The present time, since the origin.
  var now: Duration { origin.duration(to: .now) }

  /// Opens a device and talks to it until it streams.
  func open(_ device: AttachedDevice) async throws -> SensorSession {
    try await SensorSession.open(device, plan: plan, host: host, origin: origin, tap: tap)
  }
}
