import CrampModel
import EventJournal
import EventStream
import Systemd

/// The parts of the daemon without which no cramp is found, written or told.
struct VitalParts: Sendable {
  private let plant: ReloadPlant
  private let journalThread: ThreadProbe
  private let clientThreads: [ThreadProbe]

  init(_ plant: ReloadPlant) {
    self.plant = plant
    journalThread = ThreadProbe { [journal = plant.parts.journal] in journal.whenFree($0) }
    clientThreads = EventServer.threads.map { ThreadProbe($0) }
  }

  /// What shows whether they get on.
  var signs: [VitalSign] {
    var signs = plant.parts.sensors.all.enumerated().map { number, sensor in
      VitalSign("sensor \(number + 1), \(sensor.stream.sensor)") { sensor.vitality }
    }
    signs.append(usb)
    signs.append(writer)
    signs.append(writing)
    signs.append(telling)
    for (number, thread) in clientThreads.enumerated() {
      signs.append(VitalSign("client thread \(number + 1)") { thread.reading })
    }
    return signs
  }

  private var usb: VitalSign {
    VitalSign("USB events") {
      let progress = plant.sensors.usbProgress
      return VitalSign.Reading(isBusy: progress?.isOverdue ?? false, step: progress?.turns ?? 0)
    }
  }

  private var writer: VitalSign {
    VitalSign("journal's thread") {
      var reading = journalThread.reading
      if plant.parts.journal.progress.isOpening { reading.isBusy = false }
      return reading
    }
  }

  /// Events that wait because the disk is full are no sign: they are told of in another way.
  private var writing: VitalSign {
    VitalSign("journal") {
      let progress = plant.parts.journal.progress
      return VitalSign.Reading(isBusy: progress.unwritten > 0, step: Int64(progress.commits))
    }
  }

  private var telling: VitalSign {
    VitalSign("delivery to clients") {
      let following = plant.parts.statistics.following
      return VitalSign.Reading(
        isBusy: following.seq < plant.parts.journal.newestSeq,
        step: following.attempts
      )
    }
  }
}
