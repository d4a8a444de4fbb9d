import ArgumentParser
import CrampModel
import Foundation
import Recordings
import SensorSources
import Synchronization

/// `crampctl capture`.
struct CaptureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Keep the raw USB traffic of live sensors, to be replayed byte for byte.",
    discussion: """
      Talks to the sensor as the daemon does and writes every transfer to a pcapng file, which \
      Wireshark opens. Ctrl-C ends it. The daemon must not use the sensor at the same time.

        crampctl capture night.pcapng
        crampctl capture cyton.pcapng --driver openbci-cyton --for 60
        crampd --sensor capture:night.pcapng
        crampctl convert night.pcapng night.edf
      """
  )

  @Argument(
    help: ArgumentHelp("The file to write.", valueName: "file.pcapng"),
    completion: .file()
  )
  var output: String

  @Option(name: .customLong("for"), help: ArgumentHelp("Stop after so long.", valueName: "seconds"))
  var limit: Double?

  @Flag(help: "Replace the file if it exists.")
  var force = false

  @OptionGroup var selection: SensorSelection

  func validate() throws {
    if let limit, !(limit > 0 && limit < 1e9) { throw ValidationError("--for: not above 0 s") }
  }

  func run() async throws {
    let path = try OutputPath(output, overwrites: force)
    let sink = try CaptureSink(path: path.path)
    let hub = try SensorHub(discovery: selection.discovery) { _ in sink.tap }
    Diagnostics.say("waiting for a sensor; Ctrl-C ends")
    try await untilInterrupted(within: limit.map { .seconds($0) }) {
      try await hub.run { device, message in
        Diagnostics.say("\(device.name) at \(device.port): \(message)")
      } serve: { sensor in
        try await Self.follow(sensor)
      }
    }
    let (transfers, bytes) = try sink.finish()
    guard transfers > 0 else {
      // Nothing but a header; it may not be there to remove, and nothing depends on it.
      try? FileManager.default.removeItem(atPath: path.path)
      throw Failure("capture \(output): no sensor was used; see `crampctl sensors`")
    }
    let kilobytes = NumberText.short((Double(bytes) / 1_024).rounded())
    try Output.write("\(output): \(transfers) transfers, \(kilobytes) KiB\n")
  }

  private static func follow(_ sensor: LiveSensor) async throws {
    var sensor = sensor
    Diagnostics.say("capturing \(sensor.stream.sensor)")
    var block = SampleBlock(channelCount: sensor.stream.channels.count)
    do {
      while true {
        switch try await sensor.read(into: &block) {
        case .samples: break
        case .changed(let change): Diagnostics.say("\(sensor.stream.sensor): \(change)")
        case .over:
          await sensor.close()
          return
        }
        for warning in sensor.takeWarnings() { Diagnostics.warn(warning) }
      }
    } catch is CancellationError {
      await sensor.close()
    }
  }
}

/// The file that the transfers of all sensors go to.
final class CaptureSink: Sendable {
  private struct State: ~Copyable {
    var writer: CaptureWriter
    var transfers = 0
    var failure: (any Error)?
  }

  private let state: Mutex<State>

  init(path: String) throws(RecordingError) {
    state = Mutex(State(writer: try CaptureWriter(path: path)))
  }

  /// Writes a transfer; the first failure ends the writing and is told by ``finish()``.
  func write(_ record: TransferRecord) {
    state.withLock { state in
      guard state.failure == nil else { return }
      do {
        try state.writer.write(record)
        state.transfers += 1
      } catch {
        state.failure = error
        Diagnostics.say("\(error); what comes now is not captured")
      }
    }
  }

  /// Writes whatever it is told of.
  var tap: @Sendable (TransferRecord) -> Void { { self.write($0) } }

  /// Brings everything to the disk.
  ///
  /// - Returns: How many transfers and bytes the file holds.
  /// - Throws: ``RecordingError`` if something could not be written.
  func finish() throws -> (transfers: Int, bytes: Int) {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      try state.writer.synchronize()
      return (state.transfers, state.writer.size)
    }
  }
}
