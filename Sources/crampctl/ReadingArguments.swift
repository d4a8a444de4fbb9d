import ArgumentParser
import CrampModel
import Recordings
import SensorProtocols
import SensorSources

/// What a person says about a recording that says too little about itself.
struct ReadingArguments: ParsableArguments {
  @Option(
    name: .customLong("channel"),
    help: ArgumentHelp(
      "Use only this channel; may be given more than once. Default: all.",
      valueName: "name"
    )
  )
  var channels: [String] = []

  @Option(
    help: ArgumentHelp("Samples per second, for a file that does not say.", valueName: "hz")
  )
  var rate: Double?

  @Option(
    help: ArgumentHelp(
      "Unit of the samples, for a file that does not say: uV, mV, V or counts.",
      valueName: "unit"
    )
  )
  var unit: String?

  @Option(
    help: ArgumentHelp(
      "The sensor's family, for a USB capture of a device that may be several.",
      valueName: "name"
    )
  )
  var driver: String?

  @Option(
    help: ArgumentHelp(
      "The sensor's serial number, for a USB capture of several.",
      valueName: "number"
    )
  )
  var serial: String?

  @Option(
    help: ArgumentHelp("The amplifier's gain, for a USB capture.", valueName: "times")
  )
  var gain: Double?

  /// The same as the replay of a capture takes it.
  var captureOptions: CaptureReplay.Options {
    var options = CaptureReplay.Options()
    options.driver = driver.flatMap(SensorFamily.init(rawValue:))
    options.serial = serial
    options.settings.rate = rate.map(Hertz.init(_:))
    options.settings.gain = gain
    return options
  }

  /// The same as the reader takes it.
  var options: ReadingOptions {
    var options = ReadingOptions()
    options.channels = channels
    options.rate = rate.map(Hertz.init(_:))
    options.unit = unit.flatMap(SignalUnit.init(spelling:))
    return options
  }

  func validate() throws {
    if let rate, !(rate > 0 && rate <= 1_000_000) {
      throw ValidationError("--rate \(NumberText.short(rate)): not above 0 Hz and at most 1 MHz")
    }
    if let driver, SensorFamily(rawValue: driver) == nil {
      let names = SensorFamily.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--driver \(driver): not one of \(names)")
    }
    if let gain, !(gain > 0 && gain.isFinite) {
      throw ValidationError("--gain \(gain): not above 0")
    }
    if let unit, SignalUnit(spelling: unit) == nil {
      throw ValidationError("--unit \(unit): not one of uV, mV, V, counts")
    }
  }
}
