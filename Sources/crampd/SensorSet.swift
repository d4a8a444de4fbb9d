import SensorSources
import ServiceLifecycle

/// All sensors of the daemon: those that the configuration names, and those on USB.
struct SensorSet: Sendable {
  /// What a configuration leads to; nothing has happened yet.
  struct Preparation: Sendable {
    fileprivate let configuration: Configuration
    fileprivate let change: ConfiguredSensors.Change
    fileprivate let hub: SensorHub?
  }

  private let configured = ConfiguredSensors()
  private let usb = USBSensors()

  /// What reads them.
  var services: [any Service] { [configured, usb] }

  /// The devices that are attached now.
  var devices: [HubDevice] { usb.devices }

  /// Whether the thread of USB events is overdue, and its turns; `nil` without a look at USB.
  var usbProgress: (isOverdue: Bool, turns: Int64)? { usb.progress }

  /// Opens what a configuration asks for anew.
  ///
  /// - Throws: What cannot be opened, or is said of a channel that is not there.
  func prepare(_ configuration: Configuration) throws -> Preparation {
    Preparation(
      configuration: configuration,
      change: try configured.prepare(configuration),
      hub: try usb.prepare(configuration)
    )
  }

  /// Ends and begins what was prepared; the other sensors are not touched.
  func apply(_ preparation: Preparation, _ parts: DaemonParts) {
    configured.apply(preparation.change, parts)
    usb.apply(preparation.configuration, preparation.hub, parts)
  }
}
