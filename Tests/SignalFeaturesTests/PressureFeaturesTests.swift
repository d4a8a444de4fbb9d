import CrampModel
import Foundation
import SignalFeatures
import Testing

@Suite struct PressureFeaturesTests {
  static let rates = [4.0, 10, 20, 50, 100, 200, 1_000]

  private func features(_ rate: Double, rail: Float? = nil) -> PressureFeatures {
    PressureFeatures(
      ChannelDescription(
        name: "calf",
        unit: .kilopascal,
        rate: Hertz(rate),
        modality: .pressure,
        railHigh: rail
      )
    )
  }

  private func rows(_ samples: [Float], rate: Double, rail: Float? = nil) -> [FeatureRow] {
    var queue = RowQueue()
    features(rate, rail: rail).push(samples, into: &queue)
    return drained(&queue)
  }

  private func drained(_ queue: inout RowQueue) -> [FeatureRow] {
    var rows: [FeatureRow] = []
    while let row = queue.next() { rows.append(row) }
    return rows
  }

  @Test(arguments: rates, [-3.0, 0, 7.5])
  func `a held pressure keeps its level and its sign`(rate: Double, level: Double) throws {
    let rows = rows([Float](repeating: Float(level), count: Int(10 * rate)), rate: rate)
    #expect((200...202).contains(rows.count))
    let row = try #require(rows.last)
    #expect(abs(row.level - level) < 1e-6 && abs(row.shortRMS - level) < 1e-6)
  }

  @Test(arguments: [50.0, 100, 200, 1_000])
  func `a breath passes and a shake of 14 Hz hardly does`(rate: Double) throws {
    func swing(_ frequency: Double) -> Double {
      let samples = (0..<Int(20 * rate)).map {
        Float(5 + sin(2 * .pi * frequency * Double($0) / rate))
      }
      let levels = rows(samples, rate: rate).dropFirst(100).map(\.shortRMS)
      return ((levels.max() ?? 0) - (levels.min() ?? 0)) / 2
    }
    #expect(swing(0.3) > 0.95)
    #expect(swing(14) < 0.1)
  }

  @Test func `a step is followed within a fifth of a second`() throws {
    let samples = [Float](repeating: 1, count: 500) + [Float](repeating: 5, count: 500)
    let rows = rows(samples, rate: 100)
    let reached = try #require(rows.first { $0.shortRMS > 3 })
    #expect((5...5.2).contains(reached.end))
  }

  @Test func `rails and repetitions are counted, missing samples make a row invalid`() throws {
    var samples = (0..<600).map { Float($0 % 7) }
    for index in 300..<360 { samples[index] = .nan }
    let rows = rows(samples, rate: 100, rail: 6)
    #expect(rows.reduce(0) { $0 + $1.missing } == 60)
    #expect(!rows[62].isValid && rows[100].isValid)
    #expect(abs(rows[50].quality.railed - 1.0 / 7) < 0.02)
    #expect(rows[50].quality.repeated == 0 && rows[50].step == 1)
    let stuck = self.rows([Float](repeating: 2, count: 300), rate: 100)
    #expect(try #require(stuck.last).quality.repeated == 1)
  }

  @Test(arguments: rates, [UInt64(1), 2])
  func `rows do not depend on the cut`(rate: Double, seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let samples = (0..<Int(20 * rate)).map { _ in Float(generator.uniform()) }
    let whole = rows(samples, rate: rate)
    let features = features(rate)
    var queue = RowQueue()
    var rest = samples[...]
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 1...90, using: &generator))
      features.push(Array(rest.prefix(count)), into: &queue)
      rest = rest.dropFirst(count)
    }
    #expect(drained(&queue) == whole)
  }

  @Test(arguments: rates)
  func `missing samples keep the grid of hops`(rate: Double) {
    let features = features(rate)
    var queue = RowQueue()
    features.push([1, 1, 1, 1], into: &queue)
    features.pushMissing(Int(rate) * 3_600, into: &queue)
    features.push([2, 2, 2, 2], into: &queue)
    let rows = drained(&queue)
    #expect(rows.map(\.hop) == Array(0..<rows.count))
    #expect(rows.count >= 72_000)
  }
}
