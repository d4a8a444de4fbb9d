import CrampModel
import Foundation
import Recordings
import Testing

/// A directory that goes away with the test.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "crampd-recordings-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }

  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }
}

/// Everything that a recording holds, with the gaps and the samples before each of them.
struct Content: Equatable {
  var stream: StreamDescription
  var samples: [[Float]]
  var gaps: [Gap]
  var annotations: [Label]
  var warnings: [String]

  struct Gap: Equatable {
    var samplesBefore: Int
    var seconds: Double
  }

  init(_ path: String, _ options: ReadingOptions = ReadingOptions(), block: Double = 1) throws {
    var reader = try RecordingReader(path: path, options: options)
    stream = reader.stream
    samples = stream.channels.map { _ in [] }
    gaps = []
    var buffer = SampleBlock(channelCount: 0)
    while try reader.read(into: &buffer, seconds: block) {
      if buffer.gap > 0 { gaps.append(Gap(samplesBefore: samples[0].count, seconds: buffer.gap)) }
      for (index, part) in buffer.channels.enumerated() {
        samples[index] += part
      }
    }
    annotations = reader.annotations
    warnings = reader.warnings.map(\.description)
  }
}

/// What the error says, without the path.
func complaint(_ path: String, _ options: ReadingOptions = ReadingOptions()) -> String {
  do throws(RecordingError) {
    var reader = try RecordingReader(path: path, options: options)
    var block = SampleBlock(channelCount: 0)
    while try reader.read(into: &block, seconds: 1) {}
    return "none"
  } catch {
    return error.description.replacingOccurrences(of: "read \(path): ", with: "")
  }
}

/// Recordings that are not part of the project.
enum Library {
  static let folder: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["CRAMPD_RECORDINGS"]
    let folder = named ?? root.deletingLastPathComponent().path + "/shared/recordings"
    return FileManager.default.fileExists(atPath: folder + "/README.md") ? folder : nil
  }()
}

extension ReadingOptions {
  init(rate: Double? = nil, unit: SignalUnit? = nil, channels: [String] = []) {
    self.init()
    self.rate = rate.map { Hertz($0) }
    self.unit = unit
    self.channels = channels
  }
}
