import SensorEmulation

/// What a script asks of a device.
extension Bed {
  func obey(_ command: ScriptCommand.DeviceCommand, _ device: EmulatedDevice) {
    locked {
      device.advance()
      switch command {
      case .transfer(let status): device.model.failNextTransfer(status)
      case .silence(let silence): device.model.silence(silence)
      case .silenceFor(let seconds):
        device.model.silence(.until(device.model.now + .seconds(seconds)))
      case .drop(let count): device.model.drop(count)
      case .garbage(let count, let seed): device.model.addGarbage(count, seed: seed)
      case .short(let count): device.model.shorten(packets: count)
      case .overrun(let milliseconds):
        device.model.block(for: .seconds(milliseconds / 1_000))
      case .event(let number): device.model.event(number)
      }
      device.collect()
    }
  }

  func fail(_ device: EmulatedDevice, _ request: RequestKind, code: Int32, count: Int) {
    locked {
      if request == .open {
        device.refuseOpen(code)
      } else {
        device.failures[request] =
          code == 0 || count == 0 ? nil : EmulatedDevice.Failure(code: code, count: count)
      }
    }
  }

  func count(_ key: String, of device: EmulatedDevice) -> Int {
    for (name, value) in statistics(of: device) where name == key {
      if case .integer(let count) = value { return count }
    }
    return 0
  }

  func statistics(of device: EmulatedDevice) -> [(String, JSONValue)] {
    var result: [(String, Int)] = []
    locked {
      let model = device.model
      let source = model.firmware.source
      result = [
        ("frames_produced", source.produced), ("frames_dropped", source.dropped),
        ("frames_silenced", model.traffic.silencedFrames),
        ("frames_garbled", model.traffic.garbledFrames),
        ("frames_lost", model.queue.lostFrames), ("frames_purged", model.queue.purgedFrames),
        ("frames_waiting", model.queue.waitingFrames),
        ("frames_delivered", model.queue.deliveredFrames),
        ("bytes_lost", model.queue.lostBytes), ("bytes_waiting", model.queue.count),
        ("packets", model.traffic.packets), ("urbs_submitted", model.traffic.submitted),
        ("urbs_reaped", device.reaped), ("control_requests", model.traffic.controlRequests),
        ("opens", model.traffic.opens), ("closes", model.traffic.closes),
        ("present", model.isPresent ? 1 : 0),
      ]
    }
    return result.map { ($0, .integer($1)) }
  }

  func truth(of device: EmulatedDevice) -> [(String, JSONValue)] {
    var truth: SensorTruth?
    locked { truth = device.model.truth }
    guard let truth else { return [] }
    let cramps = truth.cramps.map { cramp in
      JSONValue.object([
        ("channel", .integer(cramp.channel)),
        ("onset_s", .number(cramp.onset)), ("release_s", .number(cramp.release)),
        ("onset_frame", .integer(Int((cramp.onset * truth.rate).rounded()))),
        ("release_frame", .integer(Int((cramp.release * truth.rate).rounded()))),
      ])
    }
    var members: [(String, JSONValue)] = [
      ("rate_hz", .number(truth.rate)), ("period_s", .number(truth.period)),
      ("cramps", .list(cramps)),
    ]
    if let first = truth.firstFrame {
      let moment = device.pluggedAt + first
      members.append(("first_frame_unix_s", .number(wallTime(of: moment))))
    }
    return members
  }
}
