extension USBDescriptors {
  /// A root hub, as Linux describes its own.
  public static let rootHub = Self(
    device: bytes("1201000209000140 6b1d0200010600000001"),
    configuration: bytes("09021900010100e000 0904000001090000 00 0705810304000c"),
    strings: [:]
  )

  /// An FT231X with its factory settings.
  static let ft231x = Self(
    device: bytes("12010002000000080304156000100102 0301"),
    configuration: bytes("09022000010100802d 0904000002ffffff02 07058102400000 07050202400000"),
    strings: [1: "FTDI", 2: "FT231X USB UART", 3: "DM00Q0QX"]
  )

  /// An Arduino UNO R3, values as lsusb shows them of its sibling Mega 2560 R3.
  static let arduinoUnoR3 = Self(
    device: bytes("12011001020000084123430001000102 dc01"),
    configuration: bytes(
      "09023e00020100c032 0904000001020201 00 0524001001 04240206 0524060001 07058203 0800ff"
        + "09040100020a000000 07050402400001 07058302400001"
    ),
    strings: [1: "Arduino (www.arduino.cc)", 2: "Arduino Uno", 0xDC: "75830303934351F0E161"]
  )

  /// An Arduino UNO R4 Minima; endpoint numbers are not from a capture.
  static let arduinoUnoR4 = Self(
    device: bytes("12010002ef0201404123690000010102 0301"),
    configuration: bytes(
      "09024b00020100c0fa 080b000202020000 0904000001020200 00 0524002001 0524010001 04240202"
        + "0524060001 07058103 080010 09040100020a000000 07050202400000 07058202400000"
    ),
    strings: [1: "Arduino", 2: "UNO R4 Minima", 3: "0F7A3C0E59333930"]
  )

  /// A CH340 on a board.
  static let ch340 = Self(
    device: bytes("12011001ff000008861a237562020002 0001"),
    configuration: bytes(
      "09022700010100803 1 0904000003ff010200 07058202200000 07050202200000 07058103080001"
    ),
    strings: [2: "USB2.0-Serial"]
  )

  /// A CP2102.
  static let cp2102 = Self(
    device: bytes("1201100100000040c41060ea00010102 0301"),
    configuration: bytes("09022000010100803 2 0904000002ff000002 07058102400000 07050102400000"),
    strings: [1: "Silicon Labs", 2: "CP2102 USB to UART Bridge Controller", 3: "0001"]
  )

  /// A HID of 64-byte reports; endpoint numbers and intervals are not from a capture.
  static func hid(
    vendor: UInt16,
    product: UInt16,
    strings: [UInt8: String],
    reportNumber: UInt8? = nil
  ) -> Self {
    var result = Self(
      device: bytes("1201000200000040f708100000010102 0301"),
      configuration: bytes(
        "0902290001010080fa 0904000002030000 00 092111010001221900 07058103400001"
          + "07050103400001"
      ),
      strings: strings
    )
    result.setIdentity(vendor: vendor, product: product)
    let reports = HIDBridge(reportNumber: reportNumber).reportDescriptor
    result.configuration[25] = UInt8(reports.count)
    return result
  }

  static let spikerBoxPro = hid(
    vendor: 0x2E73,
    product: 0x0001,
    strings: [1: "Backyard Brains", 2: "Muscle SpikerBox Pro", 3: "MSBP0042"],
    reportNumber: 0x3F
  )

  static func goDirect(_ product: GoDirectFirmware.Product) -> Self {
    hid(
      vendor: 0x08F7,
      product: 0x0010,
      strings: [1: "Vernier", 2: product.title, 3: "0F100123"]
    )
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}
