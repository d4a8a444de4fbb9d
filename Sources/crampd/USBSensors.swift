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
  let profile: Profile
  let mains: [Double]
  let journal: EventJournal
  let board: SensorBoard
  let signals: SignalBoard
  let recording: RecordingPlan?
  let clips: ClipWriter?
  let calibrator: Calibrator
  let logger: Logger

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
    let status = SensorStatus(sensor.stream)
    board.add(status)
    var generator = SystemRandomNumberGenerator()
    let reader = SensorReader(
      stream: sensor.stream,
      profile: profile,
      mains: mains,
      identity: .random(SplitMix64(seed: generator.next())),
      journal: journal,
      status: status,
      signals: signals,
      recording: recording,
      clips: clips,
      calibrator: calibrator,
      logger: logger
    )
    try await reader.run(sensor)
  }

  /// A sensor that has never streamed is told of by its place.
  private func fail(_ device: HubDevice, _ message: String) async {
    logger.error("\(message)", metadata: ["device": "\(device.name)", "port": "\(device.port)"])
    let event = LiveEvents.event(
      .sensorFailed,
      sensor: "usb:\(device.serial ?? "port-\(device.port)")",
      details: [EventDetail(.message, .text("\(device.name): \(message)"))]
    )
    journal.post([event])
  }
}
