/// How bytes go to and from a device.
public enum LinkKind: String, Hashable, Sendable, CaseIterable {
  /// A serial bridge by FTDI: two status bytes ahead of each packet.
  case ftdi
  /// The standard serial class, CDC-ACM.
  case cdc
  /// A serial bridge by WCH: CH340 and CH341.
  case ch340
  /// A serial bridge by Silicon Labs: CP2102 and its like.
  case cp210x
  /// A human interface device that sends reports.
  case hid

  /// The kind of link to a device, by its numbers and class codes; `nil` if it has none.
  ///
  /// Keyboards and mice, which say so by the boot subclass, have none.
  public init?(_ device: AttachedDevice) {
    switch (device.vendor, device.product) {
    case (0x0403, 0x6001), (0x0403, 0x6015): self = .ftdi
    case (0x1A86, 0x7523), (0x1A86, 0x5523), (0x1A86, 0x7522): self = .ch340
    case (0x10C4, 0xEA60): self = .cp210x
    default:
      guard let kind = Self.byClass(device.interfaces) else { return nil }
      self = kind
    }
  }

  private static func byClass(_ interfaces: [USBInterface]) -> Self? {
    let modem = interfaces.contains { $0.classCode == 0x02 && $0.subclass == 0x02 }
    if modem, interfaces.contains(where: { $0.classCode == 0x0A }) { return .cdc }
    let reports = interfaces.contains { interface in
      interface.classCode == 0x03 && interface.subclass == 0
        && interface.endpoints.contains { $0.isIn && $0.transfer == .interrupt }
    }
    return reports ? .hid : nil
  }
}
