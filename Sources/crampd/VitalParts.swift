import CrampModel
import EventJournal
import EventStream
import SensorSources
import Systemd

/// The parts of the daemon without which no cramp is found, written or told.
struct VitalParts: Sendable {
  let sensors: SensorBoard
  let journal: EventJournal
  let statistics: StreamStatistics
  let hub: SensorHub?

  private let journalThread: ThreadProbe
  private let clientThreads: [ThreadProbe]

  init(_ parts: DaemonParts, hub: SensorHub?) {
    sensors = parts.sensors
    journal = parts.journal
    statistics = parts.statistics
    self.hub = hub
    journalThread = ThreadProbe { [journal = parts.journal] in journal.whenFree($0) }
    clientThreads = EventServer.threads.map { ThreadProbe($0) }
  }

  /// What shows whether they get on.
  var signs: [VitalSign] {
    var signs = sensors.all.map { sensor in
      VitalSign("pipeline of \(sensor.stream.sensor)") { sensor.work.reading }
    }
    if let hub { signs.append(usb(hub)) }
    signs.append(VitalSign("journal's thread") { journalThread.reading })
    signs.append(writing)
    signs.append(telling)
    for (number, thread) in clientThreads.enumerated() {
      signs.append(VitalSign("client thread \(number + 1)") { thread.reading })
    }
    return signs
  }

  private func usb(_ hub: SensorHub) -> VitalSign {
    VitalSign("USB events") {
      let progress = hub.progress
      return VitalSign.Reading(isBusy: progress.isOverdue, step: progress.turns)
    }
  }

  /// Events that wait because the disk is full are no sign: they are told of in another way.
  private var writing: VitalSign {
    VitalSign("journal") {
      let progress = journal.progress
      return VitalSign.Reading(isBusy: progress.unwritten > 0, step: Int64(progress.commits))
    }
  }

  private var telling: VitalSign {
    VitalSign("delivery to clients") {
      let following = statistics.following
      return VitalSign.Reading(
        isBusy: following.seq < journal.newestSeq,
        step: following.attempts
      )
    }
  }
}
