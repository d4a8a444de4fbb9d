import CrampModel
import Testing

@testable import SensorProtocols

struct ChannelScaleTests {
  private func scale(
    _ numbers: ChannelScale.Numbers,
    _ said: (inout DriverSettings.Channel) -> Void = { _ in }
  ) throws(DialogueError) -> ChannelScale {
    var settings = DriverSettings()
    said(&settings.channels[2, default: .init()])
    return try ChannelScale(numbers, channel: 2, settings: settings, rate: Hertz(250))
  }

  @Test func `Where nothing is said the family's word holds`() throws {
    let scale = try scale(.init(label: "A1", factor: 2, offset: 100, range: 0...1_023))
    #expect(scale.value(of: 600) == 1_000)
    #expect(scale.value(of: .nan).isNaN)
    #expect(
      scale.description
        == ChannelDescription(
          name: "A1",
          unit: .count,
          rate: Hertz(250),
          railLow: -200,
          railHigh: 1_846
        )
    )
  }

  @Test func `A load cell on a converter's pin`() throws {
    let scale = try scale(.init(label: "A1", offset: 512, range: 0...1_023)) { said in
      said.name = "heel"
      said.unit = .newton
      said.scale = -0.5
      said.offset = 23
    }
    #expect(scale.value(of: 223) == -100)
    #expect(scale.description.name == "heel")
    #expect(scale.description.unit == .newton)
    #expect(scale.description.modality == .force)
    #expect(scale.description.railLow == -500)
    #expect(scale.description.railHigh == 11.5)
  }

  @Test(arguments: [
    (SignalUnit.millivolt, nil, nil, SignalUnit.microvolt, Float(3_000)),
    (.newton, nil, nil, .newton, 3),
    (.count, SignalUnit.volt, nil, .microvolt, 3_000_000),
    (.count, .kilopascal, nil, .kilopascal, 3),
    (.count, nil, 2.0, .arbitrary, 6),
    (.count, .millivolt, 2, .microvolt, 6_000),
    (.microvolt, .volt, nil, .microvolt, 3),
    (.microvolt, .volt, 2, .microvolt, 6_000_000),
    (.microvolt, .newton, 2, .newton, 6),
  ])
  func `Voltages become microvolts, all else stays`(
    family: SignalUnit,
    unit: SignalUnit?,
    factor: Double?,
    expected: SignalUnit,
    value: Float
  ) throws {
    let scale = try scale(.init(label: "A1", unit: family)) { said in
      said.unit = unit
      said.scale = factor
    }
    #expect(scale.description.unit == expected)
    #expect(scale.value(of: 3) == value)
  }

  @Test(arguments: [0, Double.nan, .infinity])
  func `A scale that cannot be meant is refused`(factor: Double) {
    #expect(
      throws: DialogueError.settings(
        cause: "channel 2: scale and offset must be finite, the scale not 0"
      )
    ) {
      try scale(.init(label: "A1")) { $0.scale = factor }
    }
  }

  @Test func `A known voltage is no force without a scale`() {
    #expect(throws: DialogueError.settings(cause: "channel 2: unit N needs a scale")) {
      try scale(.init(label: "A1", unit: .microvolt)) { $0.unit = .newton }
    }
  }

  @Test(arguments: [0, -1, Double.nan])
  func `A gain that cannot be meant is refused`(gain: Double) {
    #expect(throws: DialogueError.self) {
      try ChannelScale.Numbers(label: "A0", bits: 10, reference: 5, gain: gain, channel: 1)
    }
  }
}
