import CrampModel
import SensorSources
import Synchronization

/// The sensors that have been in use since the daemon began, those that are away included.
final class SensorBoard: Sendable {
  private let statuses = Mutex<[SensorStatus]>([])

  /// Adds a sensor, in place of those of the same name that are over.
  func add(_ status: SensorStatus) {
    let name = status.stream.sensor
    statuses.withLock { statuses in
      statuses.removeAll { $0.isOver && $0.stream.sensor == name }
      statuses.append(status)
    }
  }

  var all: [SensorStatus] { statuses.withLock { $0 } }
}

/// What the daemon tells of a USB device; members are named as in the status answer.
struct DeviceReport: Encodable {
  let usb: String
  let port: String
  let serial: String?
  let name: String
  let state: String
  let message: String?

  init(_ device: HubDevice) {
    usb = device.ids.description
    port = device.port
    serial = device.serial
    name = device.name
    switch device.state {
    case .opening: (state, message) = ("opening", nil)
    case .streaming(let sensor): (state, message) = ("in use", sensor)
    case .failed(let reason): (state, message) = ("failed", reason)
    case .ignored(let reason): (state, message) = ("not used", reason)
    }
  }
}
