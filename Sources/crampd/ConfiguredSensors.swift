import CrampDetection
import CrampModel
import DetectorSettings
import SensorSources
import ServiceLifecycle
import Synchronization

/// Reads the recordings and simulations that the configuration names, each in a task of its own.
final class ConfiguredSensors: Service {
  /// A source that is read, or was read to its end.
  struct Sensor: Sendable {
    let specification: SensorSpecification
    /// Which one of those with the same specification, from 0.
    let number: Int
    let stream: StreamDescription
    let leash = Leash()
  }

  /// A source that is open, and not read yet.
  struct Opened: Sendable {
    let sensor: Sensor
    let source: any SampleSource
  }

  /// What another configuration leads to; nothing has happened yet.
  struct Change: Sendable {
    var beginning: [Opened] = []
    var ending: [Sensor] = []
  }

  /// A source, and what reads it as soon as others have ended.
  private struct Turn: Sendable {
    let reader: SensorReader
    let source: any SampleSource
    let before: [Leash]
  }

  private let sensors = Mutex<[Sensor]>([])
  private let turns: AsyncStream<Turn>
  private let turn: AsyncStream<Turn>.Continuation

  /// Without any as yet.
  init() {
    (turns, turn) = AsyncStream.makeStream()
  }

  /// Opens what a configuration names anew, and looks whether it knows the rest.
  ///
  /// - Throws: What is wrong with a file, or ``ConfigurationError`` where a channel is not there.
  func prepare(_ configuration: Configuration) throws -> Change {
    var before = sensors.withLock { $0 }
    var change = Change()
    for (index, wanted) in configuration.sensors.enumerated() {
      let specification = wanted.specification
      let number = configuration.sensors[..<index].count { $0.specification == specification }
      let kept = before.firstIndex { $0.specification == specification && $0.number == number }
      if let kept {
        _ = try wanted.named(before.remove(at: kept).stream)
        continue
      }
      let source = try specification.open()
      _ = try wanted.named(source.stream)
      let sensor = Sensor(specification: specification, number: number, stream: source.stream)
      change.beginning.append(Opened(sensor: sensor, source: source))
    }
    change.ending = before
    return change
  }

  /// Ends and begins what was prepared; the others are not touched.
  func apply(_ change: Change, _ parts: DaemonParts) {
    for sensor in change.ending { sensor.leash.pull("it is no longer configured") }
    let gone = Set(change.ending.map { ObjectIdentifier($0.leash) })
    sensors.withLock { sensors in
      sensors.removeAll { gone.contains(ObjectIdentifier($0.leash)) }
      sensors += change.beginning.map(\.sensor)
    }
    // One sensor has one reader at a time.
    let before = change.ending.map(\.leash)
    for opened in change.beginning {
      let reader = Self.reader(of: opened.sensor, parts)
      turn.yield(Turn(reader: reader, source: opened.source, before: before))
    }
  }

  /// Runs until the daemon stops.
  func run() async throws {
    try await cancelWhenGracefulShutdown {
      try await withThrowingDiscardingTaskGroup { group in
        for await turn in self.turns {
          group.addTask {
            for leash in turn.before { await leash.ended() }
            try await turn.reader.leash.run { try await turn.reader.run(turn.source) }
          }
        }
      }
    }
  }

  private static func reader(of sensor: Sensor, _ parts: DaemonParts) -> SensorReader {
    let (specification, number) = (sensor.specification, sensor.number)
    let planned = PlannedSensor(
      stream: sensor.stream,
      names: { configuration, stream in
        let same = configuration.sensors.filter { $0.specification == specification }
        return same.indices.contains(number) ? stream.named(same[number].channels) : nil
      },
      records: false
    )
    return parts.reader(of: planned, identity: .derived, leash: sensor.leash)
  }
}
