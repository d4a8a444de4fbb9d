internal import SensorProtocols

/// A family of sensors that speak one protocol; the raw value is the `driver` of the configuration.
public enum SensorFamily: String, Sendable, CaseIterable {
  /// OpenBCI Cyton, with or without Daisy.
  case openBCICyton = "openbci-cyton"
  /// Upside Down Labs Chords firmware on Arduino boards, behind BioAmp front ends.
  case chords
  /// Backyard Brains SpikerBox and SpikerShield.
  case spikerBox = "spikerbox"
  /// Vernier Go Direct.
  case goDirect = "vernier-go-direct"
  /// Lines of numbers, as the Arduino serial plotter reads them.
  case textLines = "text-lines"
  /// Ultimate Robotics uMyo behind its USB base.
  case uMyo = "umyo"
  /// Olimex SHIELD-EKG-EMG.
  case olimex
  /// BITalino (r)evolution on a serial adapter.
  case bitalino

  /// What a person calls it.
  public var title: String {
    switch self {
    case .openBCICyton: "OpenBCI Cyton, Cyton + Daisy"
    case .chords: "Chords firmware on Arduino boards (BioAmp EXG Pill, Muscle BioAmp)"
    case .spikerBox: "Backyard Brains SpikerBox, SpikerShield"
    case .goDirect: "Vernier Go Direct (EKG/EMG, hand dynamometer, belt, pressure)"
    case .textLines: "text lines over serial (MyoWare, FSR, HX711, OpenScale)"
    case .uMyo: "Ultimate Robotics uMyo"
    case .olimex: "Olimex SHIELD-EKG-EMG"
    case .bitalino: "BITalino (r)evolution"
    }
  }

  /// Whether its handshake tells it from every other device, so that it may be probed for.
  var hasHandshake: Bool {
    switch self {
    case .openBCICyton, .chords, .spikerBox, .goDirect, .bitalino: true
    case .textLines, .uMyo, .olimex: false
    }
  }

  /// Whether a channel is read because the configuration has its number.
  var choosesChannels: Bool {
    switch self {
    case .goDirect, .textLines: true
    case .openBCICyton, .chords, .spikerBox, .uMyo, .olimex, .bitalino: false
    }
  }

  /// The speed of its serial line, in baud, where the configuration says nothing.
  var baud: Int {
    switch self {
    case .openBCICyton, .bitalino, .textLines: 115_200
    case .chords, .spikerBox, .goDirect: 230_400
    case .uMyo: 921_600
    case .olimex: 57_600
    }
  }

  /// Begins no conversation yet; it is begun on an open device.
  ///
  /// - Parameters:
  ///   - settings: What a person says about the sensor.
  ///   - isHID: Whether the device sends HID reports instead of a serial stream.
  /// - Returns: A dialogue of the family.
  func dialogue(settings: DriverSettings, isHID: Bool) -> any SensorDialogue {
    switch self {
    case .openBCICyton: OpenBCICyton(settings: settings)
    case .chords: Chords(settings: settings)
    case .spikerBox: SpikerBox(settings: settings, isHID: isHID)
    case .goDirect: GoDirect(settings: settings)
    case .textLines: TextLines(settings: settings)
    case .uMyo: UMyo(settings: settings)
    case .olimex: Olimex(settings: settings)
    case .bitalino: BITalino(settings: settings)
    }
  }
}
