internal import CrampModel
internal import USBTransport

/// Gathers what a capture tells of its device, from the descriptors that the host asked for.
struct CaptureDescriptors: Sendable {
  private var device: [UInt8] = []
  private var configuration: [UInt8] = []

  /// Whether the device can be described.
  var isComplete: Bool { !device.isEmpty && !configuration.isEmpty }

  /// Takes in a transfer if it carries a descriptor.
  ///
  /// - Parameter record: Any transfer of the device.
  mutating func add(_ record: TransferRecord) {
    // Standard GET_DESCRIPTOR to the device: USB 2.0, 9.4.3.
    guard record.kind == .control, record.setup.count == 8, record.setup[0] == 0x80,
      record.setup[1] == 6
    else { return }
    switch record.setup[3] {
    case 1 where record.data.count >= 18: device = record.data
    // The host first asks for the head alone, then for all of it.
    case 2 where record.data.count > configuration.count: configuration = record.data
    default: break
    }
  }

  /// The device.
  ///
  /// - Parameters:
  ///   - bus: The bus in the capture.
  ///   - address: The address in the capture.
  /// - Returns: As the live bus would describe it.
  func attached(bus: UInt16, address: UInt8) -> AttachedDevice {
    AttachedDevice(
      address: USBAddress(bus: UInt8(clamping: bus), device: address),
      portPath: "capture",
      descriptors: device + configuration
    )
  }
}
