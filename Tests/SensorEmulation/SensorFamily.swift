/// A kind of sensor that can be emulated.
public enum SensorFamily: String, Hashable, Sendable, CaseIterable {
  /// OpenBCI Cyton, 8 channels.
  case cyton
  /// OpenBCI Cyton with Daisy, 16 channels.
  case cytonDaisy = "cyton-daisy"
  /// Chords firmware on an Arduino UNO R3.
  case chordsUnoR3 = "chords-uno-r3"
  /// Chords firmware on an Arduino UNO R4 Minima.
  case chordsUnoR4 = "chords-uno-r4"
  /// Muscle SpikerShield on an Arduino UNO R3.
  case spikerBoxUno = "spikerbox-uno"
  /// Muscle SpikerBox Pro.
  case spikerBoxHID = "spikerbox-hid"
  /// Vernier Go Direct EKG.
  case goDirectEKG = "gdx-ekg"
  /// Vernier Go Direct Hand Dynamometer.
  case goDirectHandDynamometer = "gdx-hd"
  /// A sketch that prints counts and an envelope.
  case textEMG = "text-emg"
  /// A load cell whose sketch prints kilograms.
  case hx711

  /// How many channels of the scenario it has.
  var channelCount: Int {
    switch self {
    case .cyton: 8
    case .cytonDaisy: 16
    case .chordsUnoR3, .chordsUnoR4, .spikerBoxUno: 6
    case .spikerBoxHID: 2
    case .goDirectEKG, .goDirectHandDynamometer, .textEMG, .hx711: 1
    }
  }

  /// The bridges that it can hang on, the usual one first; none where it has its own.
  var bridges: [BridgeKind] {
    switch self {
    case .cyton, .cytonDaisy: [.ftdi]
    case .chordsUnoR3, .spikerBoxUno, .textEMG, .hx711: [.cdc, .ch340, .ftdi, .cp210x]
    case .chordsUnoR4, .spikerBoxHID, .goDirectEKG, .goDirectHandDynamometer: []
    }
  }

  /// The speed of its UART, unless a setting says otherwise; `nil` where it has none.
  var baud: Int? {
    switch self {
    case .cyton, .cytonDaisy, .textEMG, .hx711: 115_200
    case .chordsUnoR3, .spikerBoxUno: 230_400
    case .chordsUnoR4, .spikerBoxHID, .goDirectEKG, .goDirectHandDynamometer: nil
    }
  }

  /// The settings that it knows beside those of all.
  var ownKeys: [String] {
    switch self {
    case .cyton, .cytonDaisy: ["baud", "board"]
    case .chordsUnoR3: ["baud", "bridge", "firmware", "gain"]
    case .chordsUnoR4: ["gain"]
    case .spikerBoxUno: ["baud", "bridge", "gain", "channels"]
    case .spikerBoxHID: ["gain", "payload"]
    case .goDirectEKG, .goDirectHandDynamometer: []
    case .textEMG: ["baud", "bridge", "gain"]
    case .hx711: ["baud", "bridge"]
    }
  }
}
