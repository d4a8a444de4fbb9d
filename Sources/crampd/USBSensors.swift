import CrampDetection
import CrampModel
import EventJournal
import EventStream
import Logging
import SensorProtocols
import SensorSources
import ServiceLifecycle
import Synchronization

/// Reads every USB sensor that appears, each in a task of its own.
final class USBSensors: Service {
  private let hub = Mutex<SensorHub?>(nil)
  private let hubs: AsyncStream<(SensorHub, DaemonParts)>
  private let begin: AsyncStream<(SensorHub, DaemonParts)>.Continuation

  /// Without a look at USB as yet.
  init() {
    (hubs, begin) = AsyncStream.makeStream()
  }

  /// The devices that are attached now.
  var devices: [HubDevice] { hub.withLock { $0 }?.devices ?? [] }

  /// Whether the thread of USB events is overdue, and its turns; `nil` without a look at USB.
  var progress: (isOverdue: Bool, turns: Int64)? { hub.withLock { $0 }?.progress }

  /// Opens USB if a configuration asks for it the first time.
  ///
  /// - Throws: `USBError` if USB cannot be used at all.
  func prepare(_ configuration: Configuration) throws -> SensorHub? {
    guard configuration.usesUSB, hub.withLock({ $0 == nil }) else { return nil }
    return try SensorHub(discovery: configuration.discovery)
  }

  /// Goes by other rules from now on, with what was prepared for them.
  func apply(_ configuration: Configuration, _ new: SensorHub?, _ parts: DaemonParts) {
    if let new {
      hub.withLock { $0 = new }
      begin.yield((new, parts))
      begin.finish()
    } else {
      hub.withLock { $0 }?.use(configuration.discovery)
    }
  }

  /// Runs until the daemon stops.
  func run() async throws {
    try await cancelWhenGracefulShutdown {
      for await (hub, parts) in self.hubs {
        try await hub.run { device, message in
          Self.fail(device, message, parts)
        } serve: { sensor in
          try await Self.serve(sensor, parts)
        }
      }
      // Without any, there may be USB after a reload; with one, it runs until the end.
    }
  }

  private static func serve(_ sensor: LiveSensor, _ parts: DaemonParts) async throws {
    var generator = SystemRandomNumberGenerator()
    let device = sensor.device
    let planned = PlannedSensor(
      stream: sensor.plainStream,
      names: { configuration, stream in
        guard case .use(let plan) = configuration.discovery.verdict(on: device) else { return nil }
        return stream.named(plan.settings.channels)
      },
      records: true
    )
    let reader = parts.reader(
      of: planned,
      identity: .random(SplitMix64(seed: generator.next())),
      leash: sensor.leash
    )
    try await reader.run(sensor)
  }

  /// A sensor that has never streamed is told of by its place.
  private static func fail(_ device: HubDevice, _ message: String, _ parts: DaemonParts) {
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
