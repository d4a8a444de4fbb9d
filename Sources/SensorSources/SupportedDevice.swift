/// USB devices that crampd knows by their ids, and what they may be.
///
/// Sources: the vendors' published ids and the id tables of their own clients.
public struct SupportedDevice: Hashable, Sendable {
  /// How far an id says what a device is.
  public enum Policy: Hashable, Sendable {
    /// The id is the sensor's own: used at once.
    case unique(SensorFamily)
    /// A serial bridge or a board that may be anything: used only if the configuration says so.
    case generic([SensorFamily])
    /// Never opened; the reason.
    case never(String)
  }

  /// The vendor's USB id.
  public let vendor: UInt16
  /// The products' USB ids; empty for all of the vendor's.
  public let products: [UInt16]
  /// What a person calls it.
  public let name: String
  /// What it may be.
  public let policy: Policy
  /// Whether the device sends only while DTR is on.
  ///
  /// Boards whose DTR resets the processor keep it off; boards with native USB wait for it.
  let raisesDTR: Bool

  init(
    _ vendor: UInt16,
    _ products: [UInt16],
    _ name: String,
    _ policy: Policy,
    raisesDTR: Bool = false
  ) {
    self.vendor = vendor
    self.products = products
    self.name = name
    self.policy = policy
    self.raisesDTR = raisesDTR
  }

  /// What is known of a device; `nil` if nothing.
  public static func known(vendor: UInt16, product: UInt16) -> Self? {
    all.first {
      $0.vendor == vendor && ($0.products.isEmpty || $0.products.contains(product))
    }
  }

  private static let board: [SensorFamily] = [.chords, .spikerBox, .olimex, .textLines]
  private static let bootLoader = Policy.never("it is in its boot loader")

  /// Every device, the more particular before the more general.
  public static let all: [Self] = [
    .init(0x2E73, [0x0005, 0x000A, 0x000B], "Backyard Brains boot loader", bootLoader),
    .init(0x2E73, [0x0001], "Muscle SpikerBox Pro", .unique(.spikerBox)),
    .init(0x2E73, [0x0002], "Neuron SpikerBox Pro", .unique(.spikerBox)),
    .init(0x2E73, [0x0004], "Human SpikerBox", .unique(.spikerBox), raisesDTR: true),
    .init(0x2E73, [0x0006], "Muscle SpikerBox Pro", .unique(.spikerBox), raisesDTR: true),
    .init(0x2E73, [0x0007, 0x0009], "Neuron SpikerBox Pro", .unique(.spikerBox), raisesDTR: true),
    .init(0x2E73, [0x000D], "Spike Station", .unique(.spikerBox), raisesDTR: true),
    .init(0x08F7, [0x0010], "Vernier Go Direct", .unique(.goDirect)),
    .init(
      0x0403,
      [0x6015],
      "FTDI FT231X serial bridge",
      .generic([.openBCICyton, .spikerBox, .chords, .bitalino, .textLines])
    ),
    .init(
      0x0403,
      [0x6001],
      "FTDI FT232R serial bridge",
      .generic([.chords, .bitalino, .openBCICyton, .olimex, .textLines])
    ),
    .init(0x2341, [0x0369, 0x006D, 0x0374], "Arduino boot loader", bootLoader),
    .init(
      0x2341,
      [0x0043, 0x0001, 0x0243, 0x0010, 0x0042, 0x0210, 0x0242],
      "Arduino UNO R3 or Mega",
      .generic(board)
    ),
    .init(0x2A03, [], "Arduino (arduino.org)", .generic(board)),
    .init(0x2341, [], "Arduino board with native USB", .generic(board), raisesDTR: true),
    .init(
      0x1A86,
      [0x7523, 0x5523, 0x7522],
      "CH340 serial bridge",
      .generic([.chords, .olimex, .bitalino, .textLines])
    ),
    .init(
      0x1A86,
      [0x55D4],
      "CH9102 serial bridge",
      .generic([.chords, .olimex, .bitalino, .textLines])
    ),
    .init(
      0x10C4,
      [0xEA60],
      "CP210x serial bridge",
      .generic([.uMyo, .chords, .bitalino, .textLines])
    ),
    .init(
      0x2E8A,
      [0x000A, 0x00C0],
      "Raspberry Pi Pico",
      .generic([.chords, .textLines]),
      raisesDTR: true
    ),
    .init(
      0x0483,
      [0x5740],
      "STM32 virtual serial port",
      .generic([.chords, .textLines]),
      raisesDTR: true
    ),
    .init(0x303A, [0x1001], "ESP32", .generic([.chords, .textLines]), raisesDTR: true),
  ]
}
