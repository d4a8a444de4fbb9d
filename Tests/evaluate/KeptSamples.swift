import CrampModel
import Foundation
import SignalSimulation

/// Simulated samples on disk, so that the next run of the detector need not make them again.
///
/// A file holds, per block of about a second, its gap as Float64, the number of samples of each
/// channel as UInt32, and the samples as Float32, all in the machine's order. The simulation must
/// not have changed since: whoever changes it removes the folder.
struct KeptSamples {
  let folder: URL

  /// Calls `body` with each block of a trial, made anew only if it is not there.
  func read(_ trial: Trial, _ scenario: Scenario, _ body: (SampleBlock) -> Void) throws {
    let name = trial.specification.replacing("?", with: ",")
    let file = folder.appending(path: name + ".samples")
    if !FileManager.default.fileExists(atPath: file.path) { try write(scenario, to: file) }
    try Cause(scenario).table.write(
      to: file.deletingPathExtension().appendingPathExtension("tsv"),
      atomically: true,
      encoding: .utf8
    )
    let data = try Data(contentsOf: file, options: .alwaysMapped)
    let count = Simulation(scenario: scenario).stream.channels.count
    var position = 0
    var block = SampleBlock(channelCount: count)
    func take<Value: BitwiseCopyable>(_ type: Value.Type) throws -> Value {
      let end = position + MemoryLayout<Value>.size
      guard end <= data.count else { throw CocoaError(.fileReadCorruptFile) }
      defer { position = end }
      return unsafe data.withUnsafeBytes {
        unsafe $0.loadUnaligned(fromByteOffset: position, as: type)
      }
    }
    while position < data.count {
      block.gap = try take(Double.self)
      for channel in 0..<count {
        let size = Int(try take(UInt32.self))
        guard size * 4 <= data.count - position else { throw CocoaError(.fileReadCorruptFile) }
        block.channels[channel] = unsafe Array(unsafeUninitializedCapacity: size) {
          buffer,
          filled in
          let bytes = UnsafeMutableRawBufferPointer(buffer)
          unsafe data.copyBytes(to: bytes, from: position..<position + size * 4)
          filled = size
        }
        position += size * 4
      }
      body(block)
    }
  }

  private func write(_ scenario: Scenario, to file: URL) throws {
    let partial = file.appendingPathExtension("partial")
    try Data().write(to: partial)
    let handle = try FileHandle(forWritingTo: partial)
    var simulation = Simulation(scenario: scenario)
    var block = SampleBlock(channelCount: simulation.stream.channels.count)
    while simulation.read(into: &block, seconds: 1) {
      var data = Data()
      unsafe withUnsafeBytes(of: block.gap) { unsafe data.append(contentsOf: $0) }
      for channel in block.channels {
        let size = UInt32(channel.count)
        unsafe withUnsafeBytes(of: size) { unsafe data.append(contentsOf: $0) }
        unsafe channel.withUnsafeBytes { unsafe data.append(contentsOf: $0) }
      }
      try handle.write(contentsOf: data)
    }
    try handle.close()
    try FileManager.default.moveItem(at: partial, to: file)
  }
}
