internal import CrampModel
internal import USBTransport

/// A device on the bus, and what becomes of it.
public struct HubDevice: Hashable, Sendable {
  /// What becomes of a device.
  public enum State: Hashable, Sendable {
    /// It is being opened.
    case opening
    /// It gives samples, as the sensor of this name.
    case streaming(String)
    /// It is to be used and cannot be; the reason.
    case failed(String)
    /// It is left alone; the reason.
    case ignored(String)
  }

  /// The vendor's and the product's id.
  public let ids: USBSensorRule.IDs
  /// Where it is plugged in, such as `1-2.3`.
  public let port: String
  /// Its serial number, printable.
  public let serial: String?
  /// What its vendor or crampd's own list calls it, printable.
  public let name: String
  /// What becomes of it.
  public internal(set) var state = State.opening
  let address: USBAddress
  let seen: SeenDevice
  /// Whether it has said who it is, as far as it does.
  let isKnown: Bool

  init(_ seen: SeenDevice, _ strings: USBStrings?, address: USBAddress, isKnown: Bool) {
    self.seen = seen
    self.isKnown = isKnown
    ids = seen.ids
    port = seen.port
    serial = seen.serial
    self.address = address
    let known = SupportedDevice.known(vendor: ids.vendor, product: ids.product)?.name
    name = strings?.product ?? known ?? "unnamed device"
  }
}

/// Who is attached, and who has a place though away.
struct SensorRoster: Sendable {
  private struct Sensor: Sendable {
    let place: SensorPlace
    var address: USBAddress?
    /// What it is called, once it has streamed.
    var name: String?
  }

  /// The devices that are attached.
  var devices: [USBAddress: HubDevice] = [:]
  private var sensors: [String: Sensor] = [:]

  /// Notes a device that is not used.
  mutating func note(_ device: HubDevice) {
    devices[device.address] = device
  }

  /// Gives a device to the sensor that waits for it.
  ///
  /// - Parameters:
  ///   - entry: What is known of the device.
  ///   - device: The device.
  ///   - place: The place that it takes if it is new.
  /// - Returns: The place if the sensor is new; `nil` if it came back, or cannot be told from one
  ///   that is there.
  mutating func use(
    _ entry: HubDevice,
    _ device: AttachedDevice,
    _ place: SensorPlace
  ) -> SensorPlace? {
    let identity = place.plan.identity
    devices[entry.address] = entry
    guard let sensor = sensors[identity] else {
      sensors[identity] = Sensor(place: place, address: entry.address)
      return place
    }
    if let address = sensor.address, address != entry.address {
      devices[entry.address]?.state = .ignored(
        "a sensor with the same serial number \(identity) is in use; unplug one of them"
      )
      return nil
    }
    sensors[identity]?.address = entry.address
    if let name = sensor.name { devices[entry.address]?.state = .streaming(name) }
    sensor.place.slot.put(device)
    return nil
  }

  /// Notes that the sensor of a place streams.
  mutating func stream(_ place: SensorPlace, as name: String) {
    guard let address = own(place)?.address else { return }
    sensors[place.plan.identity]?.name = name
    devices[address]?.state = .streaming(name)
  }

  /// Notes that a device has gone.
  mutating func leave(_ address: USBAddress) {
    devices[address] = nil
    for (identity, sensor) in sensors where sensor.address == address {
      sensors[identity]?.address = nil
      sensor.place.slot.remove(address)
    }
  }

  /// Whether a device is that of a place.
  func isHeld(_ address: USBAddress, by place: SensorPlace) -> Bool {
    own(place)?.address == address
  }

  /// Gives up a sensor's place, unless another has it by now.
  mutating func forget(_ place: SensorPlace) {
    if own(place) != nil { sensors[place.plan.identity] = nil }
  }

  /// The places that are taken, those of sensors that are away included.
  var places: [SensorPlace] { sensors.values.map(\.place) }

  /// Whether a sensor has a device.
  func isUsed(_ address: USBAddress) -> Bool {
    sensors.values.contains { $0.address == address }
  }

  private func own(_ place: SensorPlace) -> Sensor? {
    sensors[place.plan.identity].flatMap { $0.place.slot === place.slot ? $0 : nil }
  }
}
