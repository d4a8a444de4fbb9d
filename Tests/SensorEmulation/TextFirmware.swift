public import SignalSimulation

/// An Arduino sketch that prints a line of numbers for each sample, from power-up.
public struct TextFirmware: Firmware {
  /// What is printed.
  public enum Sketch: Hashable, Sendable {
    /// `emg:510,env:23`: a 10-bit count and its envelope, 500 lines a second.
    case plotter
    /// `4.217`: kilograms on a load cell behind an HX711, 80 lines a second.
    case loadCell

    var rate: Double { self == .plotter ? 500 : 80 }
    var banner: String { self == .plotter ? "EMG envelope" : "HX711 demo" }
  }

  /// The frames: lines.
  public var source: FrameSource
  private let sketch: Sketch
  private var readyAt: Duration?

  /// A sketch.
  ///
  /// - Parameters:
  ///   - sketch: What is printed.
  ///   - scenario: What the electrodes see, or the muscle that pulls.
  ///   - seed: The random numbers.
  ///   - gain: Of the amplifier; a load cell has none.
  public init(_ sketch: Sketch, scenario: Scenario, seed: UInt64?, gain: Double = 2_848) {
    self.sketch = sketch
    let counts = FrontEnd.counts(bits: 10, gain: gain)
    source = FrameSource(
      scenario: scenario,
      seed: seed,
      rate: sketch.rate,
      frontEnd: sketch == .plotter ? counts : .sixteenBit
    )
  }

  /// Begins in the boot loader for 2 s.
  public mutating func reset(at time: Duration) {
    source.stop()
    readyAt = time + .seconds(2)
  }

  /// Hears nothing: the sketch does not read.
  public mutating func receive(_ bytes: [UInt8], at time: Duration) {}

  /// Says a banner once, then lines.
  public mutating func advance(to time: Duration, into output: inout FirmwareOutput) {
    if let readyAt, time >= readyAt {
      self.readyAt = nil
      output.bytes += Array("\(sketch.banner)\r\n".utf8)
      source.start(at: readyAt)
    }
    while let frame = source.next(by: time) {
      if frame == .present { output.append(frame: Array("\(line)\r\n".utf8)) }
    }
  }

  private var line: String {
    switch sketch {
    case .plotter:
      let value = Int(source.feed.values[0])
      return "emg:\(value),env:\(Int(source.feed.envelopes[0].rounded()))"
    case .loadCell:
      let newtons = Double(source.feed.envelopes[0]) * GoDirectFirmware.newtonsPerMicrovolt
      let grams = Int((newtons / 9.806_65 * 1_000).rounded())
      let fraction = String(grams % 1_000)
      return "\(grams / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
  }
}
