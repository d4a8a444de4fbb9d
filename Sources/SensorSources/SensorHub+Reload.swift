internal import SensorProtocols
internal import Synchronization
internal import USBTransport

extension SensorHub {
  /// Uses devices by other rules from now on.
  ///
  /// A sensor that the rules still mean, and mean as before, is not touched, whatever they call its
  /// channels. One that they do not mean any more ends; one whose settings changed begins anew.
  ///
  /// - Parameter discovery: Decides which devices are used.
  public func use(_ discovery: Discovery) {
    rules.withLock { $0 = discovery }
    orders.yield(.judgeAgain)
  }

  /// Judges all devices anew.
  ///
  /// - Returns: The places of those that are to be introduced, each with the one before it, if that
  ///   has to end first.
  func judgeAgain() -> [Introduction] {
    let discovery = rules.withLock { $0 }
    var before: [String: SensorPlace] = [:]
    for place in roster.withLock({ $0.places }) {
      let verdict = discovery.verdict(on: place.seen)
      if case .use(let plan) = verdict {
        if plan.isSameOnWire(as: place.plan) { continue }
        place.leash.pull("its settings changed")
        before[plan.identity] = place
      } else {
        place.leash.pull("it is no longer configured")
      }
      roster.withLock { $0.forget(place) }
    }
    return host.attached().compactMap { device in
      guard let entry = roster.withLock({ $0.devices[device.address] }), entry.isKnown else {
        return nil
      }
      guard let place = judge(entry, device, by: discovery) else { return nil }
      return Introduction(device: device, place: place, before: before[place.plan.identity])
    }
  }

  /// Decides again about a device that is attached; gives a place if it is to be used anew.
  private func judge(
    _ entry: HubDevice,
    _ device: AttachedDevice,
    by discovery: Discovery
  ) -> SensorPlace? {
    var entry = entry
    switch discovery.verdict(on: entry.seen) {
    case .ignore(let reason):
      entry.state = .ignored(reason)
      roster.withLock { $0.note(entry) }
      return nil
    case .use(let plan):
      return roster.withLock { roster in
        guard !roster.isUsed(device.address) else { return nil }
        entry.state = .opening
        return roster.use(entry, device, place(of: entry.seen, plan))
      }
    }
  }

  /// A device that is to be opened for the first time.
  struct Introduction: Sendable {
    let device: AttachedDevice
    let place: SensorPlace
    /// Who has it until then.
    var before: SensorPlace?
  }
}

extension SensorPlan {
  /// Whether a conversation under one plan is as good as under the other.
  func isSameOnWire(as other: Self) -> Bool {
    families == other.families && link == other.link && serial == other.serial
      && comparable == other.comparable
  }

  /// The settings as far as they matter to the sensor: where its channels are there anyhow, one
  /// that is only named is as one of which nothing is said.
  private var comparable: DriverSettings {
    var settings = settings.wire
    if !families.contains(where: \.choosesChannels) {
      settings.channels = settings.channels.filter { $0.value != DriverSettings.Channel() }
    }
    return settings
  }
}
