import ArgumentParser
import CrampModel
import SensorProtocols
import SensorSources

/// Which USB sensor a command is about, and what a person says of it.
struct SensorSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The sensor's family: \(SensorFamily.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name"
    )
  )
  var driver: String?

  @Option(help: ArgumentHelp("Only devices with these USB ids, such as 0403:6015."))
  var usb: String?

  @Option(help: ArgumentHelp("Only the device with this serial number.", valueName: "number"))
  var serial: String?

  @Option(help: ArgumentHelp("Only the device at this place, such as 1-2.3."))
  var port: String?

  @Option(help: ArgumentHelp("The amplifier's gain, so that counts become uV.", valueName: "times"))
  var gain: Double?

  @Option(
    help: ArgumentHelp("Samples per second, for a sensor that does not say.", valueName: "hz")
  )
  var rate: Double?

  @Option(help: ArgumentHelp("Speed of the serial line, in place of the family's."))
  var baud: Int?

  @Flag(help: "Ask serial bridges what is behind them. This writes to devices that may be others.")
  var probe = false

  func validate() throws {
    if let driver, SensorFamily(rawValue: driver) == nil {
      throw ValidationError("--driver \(driver): there is no such family")
    }
    if let usb, USBSensorRule.IDs(usb) == nil {
      throw ValidationError("--usb \(usb): no pair of USB ids such as 0403:6015")
    }
    if let gain, !(gain > 0 && gain.isFinite) { throw ValidationError("--gain: not above 0") }
    if let rate, !(rate > 0 && rate <= 1_000_000) { throw ValidationError("--rate: not above 0") }
    if let baud, baud < 300 || baud > 3_000_000 || baud == 1_200 {
      throw ValidationError("--baud \(baud): not from 300 to 3000000, or 1200")
    }
  }

  /// The decision that follows.
  var discovery: Discovery {
    var rule = USBSensorRule()
    rule.driver = driver.flatMap(SensorFamily.init(rawValue:))
    rule.ids = usb.flatMap(USBSensorRule.IDs.init(_:))
    rule.serial = serial
    rule.port = port
    rule.settings.gain = gain
    rule.settings.rate = rate.map(Hertz.init(_:))
    rule.settings.baud = baud
    let isNamed = driver != nil || usb != nil || serial != nil || port != nil
    return Discovery(rules: isNamed ? [rule] : [], usesUnique: !isNamed, probes: probe)
  }
}
