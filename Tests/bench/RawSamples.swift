import CrampModel
import Glibc

/// Raw samples in a file: little-endian Float32 in microvolts, all channels of a moment together.
///
/// Reads forward, in constant memory.
struct RawSamples: ~Copyable {
  private let path: String
  private let file: UnsafeMutablePointer<FILE>
  private let channels: Int
  private var buffer: [Float] = []

  init(path: String, channels: Int) throws(BenchError) {
    guard let file = fopen(path, "r") else { throw .file(path, operation: "open", code: errno) }
    self.path = path
    self.file = file
    self.channels = channels
  }

  deinit { fclose(file) }

  /// Reads the next samples; a shorter block at the end, and none after it.
  ///
  /// - Parameters:
  ///   - block: Cleared first, its storage kept.
  ///   - count: Samples of each channel.
  /// - Throws: ``BenchError`` if the file cannot be read or ends within a moment.
  mutating func read(into block: inout SampleBlock, count: Int) throws(BenchError) {
    block.removeAll()
    let wanted = count * channels
    if buffer.count < wanted { buffer = Array(repeating: 0, count: wanted) }
    let found = fread(&buffer, MemoryLayout<Float>.size, wanted, file)
    guard ferror(file) == 0 else { throw .file(path, operation: "read", code: errno) }
    guard found % channels == 0 else { throw .shape(path) }
    for channel in 0..<channels {
      for index in stride(from: channel, to: found, by: channels) {
        block.channels[channel].append(Float(bitPattern: buffer[index].bitPattern.littleEndian))
      }
    }
  }
}
