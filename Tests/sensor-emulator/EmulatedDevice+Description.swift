import SensorEmulation

extension EmulatedDevice {
  /// The device for `umockdev_testbed_add_from_string`.
  var description: String {
    let descriptors = model.descriptors
    let vendor = Self.hex(Int(descriptors.vendor), 4)
    let product = Self.hex(Int(descriptors.product), 4)
    let version = Self.hex(Int(descriptors.version), 4)
    var lines = [
      "P: " + place.sysfs.dropFirst(4), "E: SUBSYSTEM=usb", "E: DEVTYPE=usb_device",
      "E: DRIVER=usb", "E: BUSNUM=001", "E: DEVNUM=\(place.node.suffix(3))",
      "E: DEVNAME=\(place.node)", "E: MAJOR=189", "E: MINOR=\(place.address - 1)",
      "E: PRODUCT=\(Self.short(vendor))/\(Self.short(product))/\(Self.short(version))",
      "E: ID_VENDOR_ID=\(vendor)", "E: ID_MODEL_ID=\(product)",
    ]
    lines += attributes(vendor: vendor, product: product, version: version).map {
      "A: \($0)=\(Self.escaped($1))\\n"
    }
    let bytes = descriptors.device + descriptors.configuration
    lines.append("H: descriptors=" + bytes.map { Self.hex(Int($0), 2).uppercased() }.joined())
    return lines.joined(separator: "\n") + "\n\n"
  }

  private func attributes(
    vendor: String,
    product: String,
    version: String
  ) -> [(String, String)] {
    let descriptors = model.descriptors
    var result = [
      ("idVendor", vendor), ("idProduct", product), ("bcdDevice", version), ("busnum", "1"),
      ("devnum", "\(place.address)"), ("devpath", String(place.port.dropFirst(2))),
      ("speed", "12"), ("bConfigurationValue", "1"), ("bNumConfigurations", "1"),
      ("bDeviceClass", Self.hex(Int(descriptors.device[4]), 2)), ("removable", "removable"),
    ]
    // Strings that lie never get as far as the kernel's attributes.
    guard descriptors.rawStrings.isEmpty else { return result }
    let strings = [
      ("manufacturer", descriptors.manufacturer), ("product", descriptors.productName),
      ("serial", descriptors.serial),
    ]
    for (name, text) in strings {
      if let text { result.append((name, text)) }
    }
    return result
  }

  private static func hex(_ number: Int, _ digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func short(_ hex: String) -> String {
    let text = hex.drop { $0 == "0" }
    return text.isEmpty ? "0" : String(text)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\")
  }
}
