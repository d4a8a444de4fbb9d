import CrampModel
import Foundation
import Testing

@Suite struct CalibrationTests {
  @Test func `the id is a function of the content`() throws {
    let first = try #require(Self.calibration())
    #expect(first.id.wholeMatch(of: /[0-9a-f]{8}/) != nil)
    #expect(Self.calibration()?.id == first.id)
    let others = [
      Self.calibration(person: "Anna"), Self.calibration(sensor: "other"),
      Self.calibration(rest: 2.000_000_1), Self.calibration(maximum: 81),
      Self.calibration(made: Timestamp(microseconds: 1)),
    ]
    #expect(Set(others.map { $0?.id } + [first.id]).count == others.count + 1)
  }

  @Test(arguments: [
    (0.0, 80.0), (-1, 80), (2, 0), (.nan, 80), (2, .infinity), (.leastNonzeroMagnitude, 1e300),
  ])
  func `levels that cannot be are refused`(rest: Double, maximum: Double) {
    #expect(Self.calibration(rest: rest, maximum: maximum) == nil)
  }

  @Test(arguments: [(2.0, 80.0, 32.04, true), (2, 8, 12.04, true), (2, 7.9, 11.93, false)])
  func `contrast is in decibels`(
    rest: Double,
    maximum: Double,
    decibels: Double,
    isEnough: Bool
  ) throws {
    let calibration = try #require(Self.calibration(rest: rest, maximum: maximum))
    #expect(abs(calibration.contrastDecibels - decibels) < 0.01)
    #expect(calibration.isContrastEnough == isEnough)
    #expect(calibration.percent(of: maximum / 4) == 25)
  }

  @Test(arguments: [
    (2.113_42, 180.218, "rest 2.113 uV, maximum 180.2 uV, contrast 38.6 dB"),
    (12, 1_234_567, "rest 12 uV, maximum 1235000 uV, contrast 100.2 dB"),
    (0.000_123_456, 0.5, "rest 0.0001235 uV, maximum 0.5 uV, contrast 72.1 dB"),
  ])
  func `it is told in a few words`(rest: Double, maximum: Double, words: String) throws {
    #expect(try #require(Self.calibration(rest: rest, maximum: maximum)).description == words)
  }

  @Test func `what is written is read as it was`() throws {
    for person in [nil, "Änna \"A\""] {
      let calibration = try #require(Self.calibration(person: person, rest: 1.0 / 3))
      let data = try JSONEncoder().encode(calibration)
      #expect(try JSONDecoder().decode(Calibration.self, from: data) == calibration)
    }
  }

  @Test(arguments: [
    ("\"rest_rms\":2,", "\"rest_rms\":3,", "id"),
    ("\"rest_rms\":2,", "\"rest_rms\":-2,", "rest_rms"),
    ("\"unit\":\"uV\"", "\"unit\":\"furlong\"", "unit"),
    ("1970-01-01T", "1970-13-01T", "made"),
  ])
  func `what was changed by hand is refused with its member`(
    old: String,
    new: String,
    member: String
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(Self.calibration()), as: UTF8.self)
    try #require(json.contains(old), "\(json)")
    let changed = Data(json.replacingOccurrences(of: old, with: new).utf8)
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Calibration.self, from: changed)
    }
    guard case .dataCorrupted(let context) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.codingPath.last?.stringValue == member)
  }

  private static func calibration(
    person: String? = nil,
    sensor: String = "synthetic:calf",
    rest: Double = 2,
    maximum: Double = 80,
    made: Timestamp = .epoch
  ) -> Calibration? {
    Calibration(
      person: person,
      sensor: sensor,
      channel: "calf",
      unit: .microvolt,
      rest: rest,
      restSpread: 0.1,
      maximum: maximum,
      restMedianFrequency: 120,
      made: made
    )
  }
}
