extension Scenario {
  /// Cuts or repeats what happens, so that it fills `seconds`.
  mutating func setDuration(_ seconds: Double) {
    let period = duration
    let once = (activities, artefacts)
    duration = seconds
    guard period > 0 else { return }
    var offset = period
    while offset < seconds {
      activities += once.0.map { Self.moved($0, by: offset) }
      artefacts += once.1.map { Self.moved($0, by: offset) }
      offset += period
    }
    activities.removeAll { $0.start >= seconds }
    artefacts.removeAll { $0.start >= seconds }
  }

  /// Cuts the channels, or adds some that see the muscles of the first ones from farther away.
  mutating func setChannelCount(_ count: Int) {
    let own = channels
    guard !own.isEmpty else { return }
    channels = (0..<count).map { index in
      var channel = own[index % own.count]
      if index >= own.count { channel.name += "-\(index / own.count + 1)" }
      return channel
    }
    for index in activities.indices {
      activities[index].spread = activities[index].spread.spread(from: own.count, to: count)
    }
    for index in artefacts.indices {
      artefacts[index].spread = artefacts[index].spread.spread(from: own.count, to: count)
    }
  }

  /// Whether every time is a number of seconds within a year of the start.
  var hasFiniteTimes: Bool {
    let times =
      activities.flatMap { [$0.start, $0.duration] }
      + artefacts.flatMap { [$0.start, $0.duration] }
    return (times + [duration]).allSatisfy { abs($0) < 3.2e7 }
  }

  private static func moved(_ activity: Activity, by seconds: Double) -> Activity {
    var result = activity
    result.start += seconds
    return result
  }

  private static func moved(_ artefact: Artefact, by seconds: Double) -> Artefact {
    var result = artefact
    result.start += seconds
    return result
  }
}

extension Spread {
  /// The same on `count` channels: what is not everywhere comes to each further set of channels
  /// 50 ms later and 2 dB weaker.
  fileprivate func spread(from own: Int, to count: Int) -> Self {
    guard own > 0, case .shares(let shares) = self else { return self }
    var result: [Share] = []
    for share in shares where share.channel < own {
      var copy = share
      while copy.channel < count {
        result.append(copy)
        copy.channel += own
        copy.delay += 0.05
        copy.gain *= 0.8
      }
    }
    return .shares(result)
  }
}
