public import CrampModel

/// A USB capture that is being read, transfer by transfer, of one of its devices.
///
/// Reads pcapng and pcap of both byte orders with the link types LINKTYPE_USB_LINUX (189) and
/// LINKTYPE_USB_LINUX_MMAPPED (220): what ``CaptureWriter``, Wireshark, dumpcap and tcpdump write
/// on Linux. Packets of other link types beside them are passed over. The times are those of the USB events. Isochronous transfers, and transfers whose
/// submission or completion is not in the capture, are left out. A copy reads on from the same
/// place by itself; the file closes with the last copy.
public struct CaptureReader: Sendable {
  /// The devices of the capture, in the order in which they first appear.
  public let devices: [CaptureDevice]
  /// The device whose transfers are read.
  public let device: CaptureDevice
  /// What was odd so far; grows while reading.
  public private(set) var warnings: [RecordingWarning] = []

  private var packets: CapturePackets
  private var pairing = TransferPairing()
  private var isOver = false

  /// Opens a capture, looks through it for its devices, and chooses one.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - address: The device to read.
  ///   - accepts: Chooses where `address` is `nil` and the capture has several devices: the first
  ///     that is accepted is read.
  /// - Throws: ``RecordingError`` if it is no capture, is damaged, or has no such device.
  public init(
    path: String,
    device address: CaptureDevice.Address? = nil,
    accepts: (CaptureDevice) -> Bool = { _ in true }
  ) throws(RecordingError) {
    let file = try InputFile(path: path)
    packets = try CapturePackets(file: file)
    let devices = try Self.devices(in: packets)
    self.devices = devices
    let chosen =
      if let address {
        devices.first { $0.address == address }
      } else {
        devices.count == 1 ? devices.first : devices.first(where: accepts)
      }
    guard let chosen else {
      throw RecordingError(
        path: path,
        .device(
          wanted: address?.description ?? "that can be used",
          available: devices.map(\.description)
        )
      )
    }
    device = chosen
  }

  /// Whether a file is a packet capture, by its first bytes.
  ///
  /// - Parameter path: The file.
  /// - Returns: Whether ``CaptureReader`` is the reader for it.
  /// - Throws: ``RecordingError`` if the file cannot be read.
  public static func recognizes(path: String) throws(RecordingError) -> Bool {
    CaptureForm(try InputFile(path: path).bytes(count: 4)) != nil
  }

  /// Reads the next transfer of the device, in the order of their completion.
  ///
  /// - Returns: `nil` at the end of the capture.
  /// - Throws: ``RecordingError`` with the packet, if data of the transfer is cut off.
  public mutating func next() throws(RecordingError) -> TransferRecord? {
    while let packet = try packets.next() {
      guard let event = try CapturedTransfer(packet, path: packets.file.path),
        event.address == device.address
      else { continue }
      guard event.missing == 0 else {
        throw RecordingError(
          path: packets.file.path,
          byteOffset: packet.byteOffset,
          .packet(
            number: packet.number,
            "cut: \(event.missing) of \(event.length) bytes of data are missing; "
              + "capture again without a snap length"
          )
        )
      }
      if let record = pairing.add(event) { return record }
    }
    close()
    return nil
  }

  private mutating func close() {
    guard !isOver else { return }
    isOver = true
    let path = packets.file.path
    if let tornAt = packets.tornAt {
      let message = "the capture was cut off; it is read up to here"
      warnings.append(RecordingWarning(path: path, byteOffset: tornAt, message: message))
    }
    if pairing.orphans > 0 {
      let message = "\(pairing.orphans) transfers without their submission are left out"
      warnings.append(RecordingWarning(path: path, message: message))
    }
  }

  /// More than 32 buses can have; far below what memory bears.
  private static let mostDevices = 4_096

  private static func devices(
    in packets: CapturePackets
  ) throws(RecordingError) -> [CaptureDevice] {
    var packets = packets
    var pairing = TransferPairing()
    var devices: [DeviceDescriptors] = []
    var places: [CaptureDevice.Address: Int] = [:]
    var strange: CapturePacket?
    while let packet = try packets.next() {
      strange = strange ?? (CapturedTransfer.linkTypes.contains(packet.linkType) ? nil : packet)
      // Address 0 is every device's until it gets its own.
      guard let event = try CapturedTransfer(packet, path: packets.file.path),
        event.address.device != 0
      else { continue }
      let place = places[event.address] ?? devices.count
      if place == devices.count {
        guard devices.count < mostDevices else {
          let what = "more than \(mostDevices) devices cannot be"
          throw RecordingError(
            path: packets.file.path,
            byteOffset: packet.byteOffset,
            .header(what)
          )
        }
        places[event.address] = place
        devices.append(DeviceDescriptors(address: event.address))
      }
      guard event.kind == .control, event.missing == 0, let record = pairing.add(event) else {
        continue
      }
      devices[place].learn(from: record)
    }
    if devices.isEmpty, let strange {
      let what = "link type \(strange.linkType) is not USB of Linux (189 or 220)"
      let problem = RecordingError.Problem.packet(number: strange.number, what)
      throw RecordingError(path: packets.file.path, byteOffset: strange.byteOffset, problem)
    }
    return devices.map(\.device)
  }
}
