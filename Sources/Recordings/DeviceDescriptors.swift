import CrampModel

/// What a device says about itself while its host reads its descriptors.
///
/// Layouts and requests: USB 2.0, sections 9.4.3, 9.6.1 and 9.6.7.
struct DeviceDescriptors: Sendable {
  private(set) var device: CaptureDevice
  /// The numbers of the strings for manufacturer, product and serial number; 0 for none.
  private var stringNumbers: [UInt8] = []

  init(address: CaptureDevice.Address) {
    device = CaptureDevice(address: address)
  }

  /// Learns from a transfer, if it answers a request for a descriptor.
  mutating func learn(from record: TransferRecord) {
    let setup = record.setup
    let data = record.data
    guard record.status == 0, setup.count == 8, setup[0] == 0x80, setup[1] == 6, data.count >= 2
    else { return }
    switch (setup[3], data[1]) {
    case (1, 1) where data.count >= 18:
      device.vendor = UInt16(data[8]) | UInt16(data[9]) << 8
      device.product = UInt16(data[10]) | UInt16(data[11]) << 8
      stringNumbers = Array(data[14...16])
    case (3, 3) where setup[2] != 0:
      learn(Self.text(data), number: setup[2])
    default: break
    }
  }

  private mutating func learn(_ text: String, number: UInt8) {
    guard !text.isEmpty else { return }
    for (place, wanted) in stringNumbers.enumerated() where wanted == number {
      switch place {
      case 0: device.manufacturer = text
      case 1: device.name = text
      default: device.serial = text
      }
    }
  }

  private static func text(_ descriptor: [UInt8]) -> String {
    let letters = Array(descriptor.prefix(Int(descriptor[0])).dropFirst(2))
    let units = stride(from: 0, to: letters.count - letters.count % 2, by: 2).map {
      UInt16(letters[$0]) | UInt16(letters[$0 + 1]) << 8
    }
    return String(decoding: units, as: UTF16.self).shown(limit: 126)
  }
}
