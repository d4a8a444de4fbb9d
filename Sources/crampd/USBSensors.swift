import CrampDetection
import CrampModel
import EventJournal
import EventStream
import Logging
import SensorSources
import ServiceLifecycle

/// Reads every USB sensor that appears, each in a task of its own.
struct USBSensors: Service {
  let hub: SensorHub
  let parts: DaemonParts

  /// Runs until the daemon stops.
  func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await hub.run { device, message in
        await fail(device, message)
      } serve: { sensor in
        try await serve(sensor)
      }
    }
  }

  private func serve(_ sensor: LiveSensor) async throws {
    var generator = SystemRandomNumberGenerator()
    let reader = parts.reader(
      of: sensor.stream,
      identity: .random(SplitMix64(seed: generator.next())),
      recording: parts.configuration.recording
    )
    try await reader.run(sensor)
  }

  /// A sensor that has never streamed is told of by its place.
  private func fail(_ device: HubDevice, _ message: String) async {
    parts.logger.error(
      "\(message)",
      metadata: ["device": "\(device.name)", "port": "\(device.port)"]
    )
    let event = LiveEvents.event(
      .sensorFailed,
      sensor: "usb:\(device.serial ?? "port-\(device.port)")",
      details: [EventDetail(.message, .text("\(device.name): \(message)"))]
    )
    parts.journal.post([event])
  }
}
