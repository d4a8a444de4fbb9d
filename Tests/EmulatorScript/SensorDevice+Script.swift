public import SensorEmulation

extension SensorDevice {
  /// Does what a script asks of the device.
  public mutating func obey(_ command: ScriptCommand.DeviceCommand) {
    switch command {
    case .transfer(let status): failNextTransfer(status)
    case .silence(let silence): self.silence(silence)
    case .silenceFor(let seconds): silence(.until(now + .seconds(seconds)))
    case .drop(let count): drop(count)
    case .garbage(let count, let seed): addGarbage(count, seed: seed)
    case .short(let count): shorten(packets: count)
    case .overrun(let milliseconds): block(for: .seconds(milliseconds / 1_000))
    case .event(let number): event(number)
    }
  }

  /// What went over the bus, by name.
  public var statistics: [(String, Int)] {
    let source = firmware.source
    return [
      ("frames_produced", source.produced), ("frames_dropped", source.dropped),
      ("frames_silenced", traffic.silencedFrames), ("frames_garbled", traffic.garbledFrames),
      ("frames_lost", queue.lostFrames), ("frames_purged", queue.purgedFrames),
      ("frames_waiting", queue.waitingFrames), ("frames_delivered", queue.deliveredFrames),
      ("bytes_lost", queue.lostBytes), ("bytes_waiting", queue.count),
      ("packets", traffic.packets), ("urbs_submitted", traffic.submitted),
      ("control_requests", traffic.controlRequests),
      ("opens", traffic.opens), ("closes", traffic.closes), ("present", isPresent ? 1 : 0),
    ]
  }
}

extension SensorTruth {
  /// The members of a line of JSON.
  ///
  /// - Parameter firstFrameUnix: When frame 0 was due, in seconds since 1970; `nil` before that.
  /// - Returns: The members.
  public func members(firstFrameUnix: Double?) -> [(String, JSONValue)] {
    let cramps = cramps.map { cramp in
      JSONValue.object([
        ("channel", .integer(cramp.channel)),
        ("onset_s", .number(cramp.onset)), ("release_s", .number(cramp.release)),
        ("onset_frame", .integer(Int((cramp.onset * rate).rounded()))),
        ("release_frame", .integer(Int((cramp.release * rate).rounded()))),
      ])
    }
    var members: [(String, JSONValue)] = [
      ("rate_hz", .number(rate)), ("period_s", .number(period)), ("cramps", .list(cramps)),
    ]
    if let firstFrameUnix { members.append(("first_frame_unix_s", .number(firstFrameUnix))) }
    return members
  }
}
