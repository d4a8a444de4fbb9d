import CrampModel
import Glibc
import SignalSimulation

/// Reads a whole simulation, in blocks of `seconds`.
func samples(_ scenario: Scenario, seed: UInt64? = nil, seconds: Double = 1) -> [[Float]] {
  var simulation = Simulation(scenario: scenario, seed: seed)
  var block = SampleBlock(channelCount: scenario.channels.count)
  var result = Array(repeating: [Float](), count: scenario.channels.count)
  while simulation.read(into: &block, seconds: seconds) {
    for (index, values) in block.channels.enumerated() { result[index] += values }
  }
  return result
}

/// The samples of one channel between two times.
func stretch(_ values: [Float], _ span: ClosedRange<Double>, rate: Hertz) -> [Float] {
  let from = Int(span.lowerBound * rate.value)
  return Array(values[from..<min(values.count, Int(span.upperBound * rate.value))])
}

/// Root mean square about the mean.
func rms(_ values: [Float]) -> Double {
  var sum = 0.0
  var squares = 0.0
  for value in values {
    sum += Double(value)
    squares += Double(value) * Double(value)
  }
  let count = Double(max(1, values.count))
  return max(0, squares / count - sum / count * sum / count).squareRoot()
}

/// Power at the multiples of 4 Hz up to half the rate or 600 Hz, averaged over quarters of a second.
func spectrum(_ values: [Float], rate: Hertz) -> [(frequency: Double, power: Double)] {
  let length = Int(rate.value / 4)
  return stride(from: 4.0, to: min(rate.value / 2, 600), by: 4).map { frequency in
    let turn = 2 * cos(2 * Double.pi * frequency / rate.value)
    var power = 0.0
    var start = 0
    while start + length <= values.count {
      var (last, before) = (0.0, 0.0)
      for index in start..<start + length {
        (last, before) = (Double(values[index]) + turn * last - before, last)
      }
      power += last * last + before * before - turn * last * before
      start += length
    }
    return (frequency, power)
  }
}

/// The frequency with half of the power on each side.
func medianFrequency(_ spectrum: [(frequency: Double, power: Double)]) -> Double {
  let total = spectrum.reduce(0) { $0 + $1.power }
  var sum = 0.0
  for line in spectrum {
    sum += line.power
    if sum >= total / 2 { return line.frequency }
  }
  return 0
}

/// RMS of Gaussian noise, judged by the median of its magnitude: single spikes do not count.
func level(_ values: [Float]) -> Double {
  let mean = values.reduce(0, +) / Float(max(1, values.count))
  let sorted = values.map { abs($0 - mean) }.sorted()
  return sorted.isEmpty ? 0 : Double(sorted[sorted.count / 2]) / 0.6745
}
