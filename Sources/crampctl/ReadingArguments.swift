import ArgumentParser
import CrampModel
import Recordings

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
    if let unit, SignalUnit(spelling: unit) == nil {
      throw ValidationError("--unit \(unit): not one of uV, mV, V, counts")
    }
  }
}
