import CrampModel
import Foundation
import Testing

@testable import SignalFeatures

@Suite struct SpectralLanesTests {
  private let size = 1_000
  private let rate = 1_000.0

  /// Spectra of noise, some with a line of mains, one of nothing.
  private func spectra(_ seed: UInt64) -> [[Float]] {
    var generator = SplitMix64(seed: seed)
    return (0..<8).map { lane in
      (0...size / 2).map { bin in
        guard lane < 7 else { return 0 }
        let noise =
          -log(max(1e-9, generator.uniform())) * exp(-Double(bin) / Double(60 + 40 * lane))
        let line = lane % 2 == 1 && abs(bin - 50 * lane) <= 1 ? 30.0 : 0
        return Float(noise + line)
      }
    }
  }

  private func measure(_ spectra: [[Float]]) -> [SpectralReading] {
    let lanes = SpectralLanes(rate: rate, size: size, mains: [50, 60])
    let power = (0...size / 2).map { bin in
      var lanes = SignalLanes()
      for lane in 0..<8 { lanes[lane] = spectra[lane][bin] }
      return lanes
    }
    var readings = [SpectralReading](repeating: SpectralReading(), count: 8)
    power.withUnsafeBufferPointer { power in
      readings.withUnsafeMutableBufferPointer { readings in
        guard let from = power.baseAddress, let to = readings.baseAddress else { return }
        lanes.measure(from, lanes: 8, into: to)
      }
    }
    return readings
  }

  private func near(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-5 * max(1e-6, abs(other))
  }

  @Test(arguments: [1, 2, 3])
  func `each lane reads what its own spectrum says`(seed: UInt64) {
    let spectra = spectra(seed)
    for (lane, reading) in measure(spectra).enumerated() where lane < 7 {
      let power = spectra[lane].map(Double.init)
      func sum(_ range: Range<Int>) -> Double { power[range].reduce(0, +) }
      #expect(near(reading.motion, sum(1..<20) / sum(1..<501)))
      let shares = [50, 60].map { mains in
        (1...8).reduce(0.0) { $0 + sum($1 * mains - 2..<min(501, $1 * mains + 3)) }
      }
      #expect(near(reading.hum, max(shares[0], shares[1]) / sum(15..<501)))
      var running = 0.0
      let half = sum(20..<501) / 2
      let median = power.indices.first { bin in
        if bin >= 20 { running += power[bin] }
        return running >= half
      }
      #expect(abs(reading.medianFrequency - Double(median ?? 0)) <= 1)
      let fours = stride(from: 20, through: 396, by: 4).map { sum($0..<$0 + 4) }
      let geometric = exp(fours.map(log).reduce(0, +) / Double(fours.count))
      #expect(near(reading.flatness, geometric / (fours.reduce(0, +) / Double(fours.count))))
    }
  }

  @Test(arguments: [1, 2, 3])
  func `bands leave lines of mains out`(seed: UInt64) {
    let spectra = spectra(seed)
    for (lane, reading) in measure(spectra).enumerated() where lane < 7 {
      var clean = 0.0
      for (band, range) in SignalQuality.bands.enumerated() {
        let bins = Int(range.lowerBound.rounded())..<Int(min(range.upperBound, 450).rounded())
        let free = bins.filter { bin in
          ![50.0, 60].contains { mains in
            let harmonic = max(1, (Double(bin) / mains).rounded())
            return harmonic <= 8 && abs(Double(bin) - harmonic * mains) <= 3
          }
        }
        let mean = free.reduce(0.0) { $0 + Double(spectra[lane][$1]) } / Double(max(1, free.count))
        #expect(near(Double(reading.density[band]), mean * 2 / (rate * 0.375 * Double(size))))
        clean += mean * Double(bins.count)
      }
      #expect(near(reading.cleanPower, clean))
    }
  }

  @Test func `nothing reads as nothing`() {
    let reading = measure(spectra(1))[7]
    #expect(reading.hum == 0 && reading.motion == 0 && reading.flatness == 0)
    #expect(reading.medianFrequency == 0 && reading.clean == 1 && reading.cleanPower == 0)
  }

  @Test func `lines are found where they are, and only there`() {
    let search = LineSearch(mains: [50, 60], rate: rate, binWidth: 1, bins: 501)
    var power = [SignalLanes](repeating: SignalLanes(repeating: 1), count: 501)
    // A Hann window's line between two bins of lane 2, a third of the way.
    for (bin, value) in [(149, 20.0), (150, 100), (151, 64), (152, 4)] {
      power[bin][2] = Float(value)
    }
    var peaks = [LinePeak](repeating: LinePeak(), count: 8 * search.nominals.count)
    power.withUnsafeBufferPointer { power in
      peaks.withUnsafeMutableBufferPointer { peaks in
        guard let from = power.baseAddress, let to = peaks.baseAddress else { return }
        search.measure(from, lanes: 8, into: to)
      }
    }
    for (index, peak) in peaks.enumerated() {
      let (lane, line) = (index / search.nominals.count, index % search.nominals.count)
      if lane == 2, search.nominals[line] == 150 {
        #expect(peak.power > 180)
        // Grandke's formula: (2 √0.64 - 1) / (1 + √0.64) of a bin.
        #expect(abs(peak.frequency - (150 + 0.6 / 1.8)) < 1e-4)
      } else {
        #expect(peak.power == 0, "\(lane) \(line)")
      }
    }
  }
}
