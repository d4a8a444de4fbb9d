import CrampModel
import Foundation
import SignalFeatures
import Testing

@Suite struct FeatureBankTests {
  static let rates = [125.0, 200, 250, 500, 1_000, 2_000, 10_000, 44_100]

  private func rows(
    _ samples: [Float],
    rate: Double,
    modality: Modality = .emg,
    rail: Float? = nil
  ) -> [FeatureRow] {
    let channel = ChannelDescription(
      name: "calf",
      unit: .microvolt,
      rate: Hertz(rate),
      modality: modality,
      railLow: rail.map { -$0 },
      railHigh: rail
    )
    return FeatureRows.of([samples], [channel])[0]
  }

  private func sine(_ frequency: Double, rate: Double, seconds: Double) -> [Float] {
    (0..<Int(rate * seconds)).map { Float(100 * sin(2 * .pi * frequency * Double($0) / rate)) }
  }

  private func noise(rate: Double, seconds: Double, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<Int(rate * seconds)).map { _ in
      Float((0..<12).reduce(-6) { sum, _ in sum + generator.uniform() })
    }
  }

  @Test(arguments: rates)
  func `hops lie on the grid of 50 ms at every rate`(rate: Double) {
    let rows = rows(noise(rate: rate, seconds: 10, seed: 1), rate: rate)
    #expect(rows.count == 200)
    #expect(rows.map(\.hop) == Array(0..<200))
    #expect(rows.last?.end == 10)
  }

  @Test(arguments: rates)
  func `a tone within the band keeps its RMS`(rate: Double) throws {
    let row = try #require(rows(sine(45, rate: rate, seconds: 3), rate: rate).last)
    let expected = 100 / 2.0.squareRoot()
    #expect(abs(row.level / expected - 1) < (rate < 200 ? 0.35 : 0.12), "\(row.level)")
  }

  @Test(arguments: rates)
  func `an offset and slow motion are taken off`(rate: Double) throws {
    let slow = sine(1, rate: rate, seconds: 3).map { $0 * 10 + 2_048 }
    let row = try #require(rows(slow, rate: rate).last)
    #expect(row.level < 5, "\(row.level)")
    #expect(row.quality.motion > 0.9)
  }

  @Test(arguments: [50.0, 60])
  func `mains is told by its power and its shape`(mains: Double) throws {
    let row = try #require(rows(sine(mains, rate: 1_000, seconds: 3), rate: 1_000).last)
    #expect(row.quality.hum > 0.95)
    #expect(abs(row.quality.kurtosis - 1.5) < 0.1)
    #expect(row.quality.flatness < 0.1)
  }

  @Test func `white noise is flat, has no hum and the kurtosis of a normal distribution`() throws {
    let row = try #require(rows(noise(rate: 1_000, seconds: 5, seed: 3), rate: 1_000).last)
    #expect(row.quality.hum < 0.25)
    #expect(row.quality.flatness > 0.8)
    #expect(abs(row.quality.kurtosis - 3) < 0.6)
    #expect(abs(row.quality.medianFrequency - 250) < 40)
  }

  @Test func `rails and dead inputs are counted`() throws {
    let clipped = sine(50, rate: 1_000, seconds: 2).map { max(-50, min(50, $0)) }
    #expect(try #require(rows(clipped, rate: 1_000, rail: 50).last).quality.railed > 0.5)
    let dead = [Float](repeating: 7, count: 2_000)
    #expect(try #require(rows(dead, rate: 1_000).last).quality.repeated == 1)
  }

  @Test func `missing samples make a row invalid and leave no transient`() throws {
    var samples = noise(rate: 1_000, seconds: 4, seed: 5)
    for index in 1_000..<1_500 { samples[index] = .nan }
    for index in 1_500..<4_000 { samples[index] += 5_000 }
    let rows = rows(samples, rate: 1_000)
    #expect(rows.reduce(0) { $0 + $1.missing } == 500)
    #expect(!rows[25].isValid)
    #expect(rows[40...].allSatisfy { $0.isValid && $0.level < 3 })
  }

  @Test(arguments: [1, 2, 3])
  func `rows do not depend on the cut`(seed: UInt64) {
    let samples = noise(rate: 250, seconds: 20, seed: seed)
    let whole = rows(samples, rate: 250)
    let channel = ChannelDescription(name: "calf", unit: .microvolt, rate: Hertz(250))
    let cut = FeatureRows.of([samples], [channel], cut: seed)[0]
    #expect(cut == whole)
  }

  @Test func `an envelope keeps what a high-pass would erase`() throws {
    let held = [Float](repeating: 40, count: 2_000)
    let row = try #require(rows(held, rate: 500, modality: .envelope).last)
    #expect(row.level == 40)
  }

  @Test func `a rate below the grid still gives every hop`() {
    #expect(rows([Float](repeating: 1, count: 50), rate: 10, modality: .force).count == 100)
  }
}
