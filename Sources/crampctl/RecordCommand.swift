import ArgumentParser
import CrampDetection
import CrampModel
import CrampPipeline
import Foundation
import Recordings
import SensorSources
import Synchronization

/// `crampctl record`.
struct RecordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record a live sensor to EDF+ or BDF+, with what the detector finds as annotations.",
    discussion: """
      The file can be opened at any moment, also after a crash or a power cut. Ctrl-C ends it. \
      The daemon must not use the sensor at the same time; to record while it runs, set \
      recording: in its configuration.

        crampctl record night.bdf
        crampctl record night.bdf --capture night.pcapng --for 28800
        crampctl record recordings/ --keep-days 30

      A name that ends with / is a directory: a file a day, old ones deleted if --keep-days says so.
      """
  )

  @Argument(
    help: ArgumentHelp("The file (.edf 16 bits, .bdf 24 bits), or a directory with /."),
    completion: .file()
  )
  var output: String

  @Option(
    help: ArgumentHelp("Keep the raw USB traffic too.", valueName: "file.pcapng"),
    completion: .file()
  )
  var capture: String?

  @Option(name: .customLong("for"), help: ArgumentHelp("Stop after so long.", valueName: "seconds"))
  var limit: Double?

  @Option(help: ArgumentHelp("Delete files of a directory after so many days.", valueName: "days"))
  var keepDays: Int?

  @Option(help: "What the person is doing: \(Profile.all.map(\.name).joined(separator: ", ")).")
  var profile = Profile.night.name

  @Flag(help: "Replace the files if they exist.")
  var force = false

  @OptionGroup var selection: SensorSelection

  private var isDirectory: Bool { output.hasSuffix("/") }

  func validate() throws {
    if let limit, !(limit > 0 && limit < 1e9) { throw ValidationError("--for: not above 0 s") }
    if let keepDays, keepDays < 1 { throw ValidationError("--keep-days: not 1 or above") }
    if keepDays != nil, !isDirectory { throw ValidationError("--keep-days is for a directory") }
    if Profile.named(profile) == nil {
      let names = Profile.all.map(\.name).joined(separator: ", ")
      throw ValidationError("--profile \(profile): not one of \(names)")
    }
    if !isDirectory, EDFWriter.Kind(path: output) == nil {
      throw ValidationError("\(output): the name must end with .edf, .bdf or /")
    }
  }

  func run() async throws {
    try prepare(isDirectory ? nil : output)
    try prepare(capture)
    let sink = try capture.map(CaptureSink.init(path:))
    let hub = try SensorHub(discovery: selection.discovery) { _ in sink?.tap }
    let recorded = RecordedSensor()
    Diagnostics.say("waiting for a sensor; Ctrl-C ends")
    try await untilInterrupted(within: limit.map { .seconds($0) }) {
      try await hub.run { device, message in
        Diagnostics.say("\(device.name) at \(device.port): \(message)")
      } serve: { sensor in
        try await serve(sensor, recorded)
      }
    }
    _ = try sink?.finish()
    guard recorded.name != nil else {
      throw Failure("record \(output): no sensor was used; see `crampctl sensors`")
    }
  }

  /// Makes way for a file, if that is wanted.
  private func prepare(_ path: String?) throws {
    guard let path else { return }
    let checked = try OutputPath(path, overwrites: force)
    if force, FileManager.default.fileExists(atPath: checked.path) {
      try FileManager.default.removeItem(atPath: checked.path)
    }
  }

  private func serve(_ sensor: LiveSensor, _ recorded: RecordedSensor) async throws {
    var sensor = sensor
    let name = sensor.stream.sensor
    guard recorded.isFirst(name) else {
      Diagnostics.warn("\(name) is not recorded: another one is; choose with --serial")
      await sensor.close()
      return
    }
    Diagnostics.say("recording \(name)")
    if isDirectory {
      try await record(&sensor, to: DirectorySink(output, sensor.stream, keepDays: keepDays))
    } else {
      try await record(&sensor, to: FileSink(output, sensor.stream))
    }
    await sensor.close()
  }

  /// Pulls samples until the work is cancelled.
  private func record(
    _ sensor: inout LiveSensor,
    to sink: consuming some SampleSink & ~Copyable
  ) async throws {
    var sink = sink
    let pipeline = CrampPipeline(
      stream: sensor.stream,
      profile: Profile.named(profile) ?? .night
    )
    var length = StreamLength(sensor.stream)
    var block = SampleBlock(channelCount: sensor.stream.channels.count)
    do {
      while true {
        switch try await sensor.read(into: &block) {
        case .samples:
          try sink.append(block)
          length.add(block)
          for event in pipeline.push(block) { sink.annotate(event) }
        case .changed(let change): Diagnostics.say("\(sensor.stream.sensor): \(change)")
        case .over(let message): throw Failure("record \(output): \(message)")
        }
        for warning in sensor.takeWarnings() { Diagnostics.warn(warning) }
      }
    } catch is CancellationError {
      for event in pipeline.finish(.endOfRecording) { sink.annotate(event) }
    }
    try sink.close()
    let missing =
      length.missing > 0 ? ", of which \(NumberText.length(length.missing)) are missing" : ""
    try Output.write("\(output): \(NumberText.length(length.total))\(missing)\n")
  }
}

/// The sensor that is recorded: the first that streams.
private final class RecordedSensor: Sendable {
  private let first = Mutex<String?>(nil)

  var name: String? { first.withLock { $0 } }

  /// Whether a sensor is the one; the first that is asked about becomes it.
  func isFirst(_ name: String) -> Bool {
    first.withLock { first in
      if first == nil { first = name }
      return first == name
    }
  }
}

/// Where a recording goes.
private protocol SampleSink: ~Copyable {
  mutating func append(_ block: SampleBlock) throws
  mutating func annotate(_ event: CrampEvent)
  mutating func close() throws
}

private struct FileSink: SampleSink, ~Copyable {
  private var recording: LiveRecording

  init(_ path: String, _ stream: StreamDescription) throws(RecordingError) {
    recording = try LiveRecording(path: path, stream: stream)
  }

  mutating func append(_ block: SampleBlock) throws { try recording.append(block) }
  mutating func annotate(_ event: CrampEvent) { recording.annotate(event) }

  mutating func close() throws {
    try recording.close()
    if recording.clippedSamples > 0 {
      Diagnostics.warn("\(recording.clippedSamples) samples beyond the channel's range; clipped")
    }
  }
}

private struct DirectorySink: SampleSink, ~Copyable {
  private var recording: RotatingRecording

  init(_ directory: String, _ stream: StreamDescription, keepDays: Int?) {
    recording = RotatingRecording(
      directory: directory,
      stream: stream,
      policy: RotationPolicy(keepDays: keepDays)
    )
  }

  mutating func append(_ block: SampleBlock) throws {
    try recording.append(block, at: LocalTime.present)
  }
  mutating func annotate(_ event: CrampEvent) { recording.annotate(event) }
  mutating func close() throws { try recording.close() }
}
