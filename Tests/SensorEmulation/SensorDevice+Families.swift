import SignalSimulation

extension SensorDevice {
  /// Plugs a sensor of a family in.
  ///
  /// - Parameters:
  ///   - family: Which sensor.
  ///   - settings: How it is to be.
  /// - Throws: ``EmulationError`` if a setting does not fit.
  public init(_ family: SensorFamily, settings: SensorSettings) throws(EmulationError) {
    var descriptors: USBDescriptors
    let bridge: any Bridge
    let usualDriver: String
    (descriptors, bridge, usualDriver) = try Self.chip(of: family, settings)
    if let serial = settings.text("serial") { try descriptors.setSerial(serial) }
    if let hostility = try settings.hostility() { descriptors.garble(hostility) }
    let driver = try settings.choice("driver", of: ["kernel", "none"])
    let fifo = try settings.choice("fifo", of: ["unlimited", "chip"])
    self.init(
      descriptors: descriptors,
      driver: driver == "none" ? nil : usualDriver,
      bridge: bridge,
      firmware: try Self.firmware(of: family, settings, serial: descriptors.serial ?? ""),
      wiring: try Self.wiring(of: family, settings),
      isQueueUnlimited: fifo == "unlimited"
    )
  }

  private static func chip(
    of family: SensorFamily,
    _ settings: SensorSettings
  ) throws(EmulationError) -> (USBDescriptors, any Bridge, String) {
    switch family {
    case .chordsUnoR4: return (.arduinoUnoR4, CDCBridge(), "cdc_acm")
    case .spikerBoxHID: return (.spikerBoxPro, HIDBridge(reportNumber: 0x3F), "usbhid")
    case .goDirectEKG: return (.goDirect(.ekg), HIDBridge(), "usbhid")
    case .goDirectHandDynamometer: return (.goDirect(.handDynamometer), HIDBridge(), "usbhid")
    case .cyton, .cytonDaisy, .chordsUnoR3, .spikerBoxUno, .textEMG, .hx711:
      switch try settings.bridge() {
      case .ftdi: return (.ft231x, FTDIBridge(), "ftdi_sio")
      case .cdc: return (.arduinoUnoR3, CDCBridge(), "cdc_acm")
      case .ch340: return (.ch340, CH340Bridge(), "ch341")
      case .cp210x: return (.cp2102, CP210xBridge(), "cp210x")
      }
    }
  }

  private static func wiring(
    of family: SensorFamily,
    _ settings: SensorSettings
  ) throws(EmulationError) -> Wiring {
    var wiring = Wiring(baud: nil)
    if let baud = family.baud {
      wiring.baud = Int(try settings.number("baud", usual: Double(baud)))
      wiring.resetsWhenReady = family != .cyton && family != .cytonDaisy
    } else {
      wiring.isOneChip = true
      wiring.waitsForReady = family == .chordsUnoR4
    }
    return wiring
  }

  private static func firmware(
    of family: SensorFamily,
    _ settings: SensorSettings,
    serial: String
  ) throws(EmulationError) -> any Firmware {
    let scenario = settings.scenario
    let seed = try settings.seed()
    switch family {
    case .cyton, .cytonDaisy:
      return CytonFirmware(
        scenario: scenario,
        seed: seed,
        hasDaisy: family == .cytonDaisy,
        isBoardOn: try settings.choice("board", of: ["on", "off"]) == "on"
      )
    case .chordsUnoR3, .chordsUnoR4, .textEMG, .hx711:
      return try sketch(of: family, settings, seed: seed)
    case .spikerBoxUno, .spikerBoxHID:
      return try box(of: family, settings, seed: seed)
    case .goDirectEKG:
      return GoDirectFirmware(.ekg, serial: serial, scenario: scenario, seed: seed)
    case .goDirectHandDynamometer:
      return GoDirectFirmware(.handDynamometer, serial: serial, scenario: scenario, seed: seed)
    }
  }

  private static func sketch(
    of family: SensorFamily,
    _ settings: SensorSettings,
    seed: UInt64?
  ) throws(EmulationError) -> any Firmware {
    let scenario = settings.scenario
    let gain = try settings.number("gain", usual: 2_848)
    switch family {
    case .textEMG: return TextFirmware(.plotter, scenario: scenario, seed: seed, gain: gain)
    case .hx711: return TextFirmware(.loadCell, scenario: scenario, seed: seed)
    default:
      return ChordsFirmware(
        family == .chordsUnoR4 ? .unoR4 : .unoR3,
        scenario: scenario,
        seed: seed,
        gain: gain,
        isOld: try settings.choice("firmware", of: ["new", "old"]) == "old"
      )
    }
  }

  private static func box(
    of family: SensorFamily,
    _ settings: SensorSettings,
    seed: UInt64?
  ) throws(EmulationError) -> any Firmware {
    let scenario = settings.scenario
    let gain = try settings.number("gain", usual: 880)
    guard family == .spikerBoxHID else {
      let count = Int(try settings.number("channels", usual: 2))
      return SpikerShieldFirmware(scenario: scenario, seed: seed, gain: gain, channelCount: count)
    }
    let payload = Int(try settings.number("payload", usual: 62))
    return SpikerBoxProFirmware(scenario: scenario, seed: seed, gain: gain, payloadSize: payload)
  }
}
