import BenchmarkSignal
import CrampModel
import Glibc
import Recordings

/// Writes a benchmark signal as raw samples, as EDF, or both, a second at a time.
struct InputMaker {
  let channels: Int
  let rate: Int
  let length: Int
  let seed: UInt64

  func make(raw: String?, edf: String?) throws {
    var signal = BenchmarkSignal(channels: channels, rate: rate, seed: seed)
    var block = SampleBlock(channelCount: channels)
    if let edf {
      var writer = try EDFWriter(path: edf, kind: .edf, stream: signal.stream)
      var signal = signal
      for _ in 0..<length {
        signal.read(into: &block, count: rate)
        try writer.write(block)
      }
      try writer.close()
    }
    guard let raw else { return }
    guard let file = fopen(raw, "w") else {
      throw BenchError.file(raw, operation: "make", code: errno)
    }
    defer { fclose(file) }
    var moment = [Float](repeating: 0, count: channels * rate)
    for _ in 0..<length {
      signal.read(into: &block, count: rate)
      for channel in 0..<channels {
        for index in 0..<rate {
          let sample = block.channels[channel][index]
          moment[index * channels + channel] = Float(bitPattern: sample.bitPattern.littleEndian)
        }
      }
      guard fwrite(moment, MemoryLayout<Float>.size, moment.count, file) == moment.count,
        fflush(file) == 0
      else { throw BenchError.file(raw, operation: "write", code: errno) }
    }
  }
}
