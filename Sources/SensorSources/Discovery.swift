public import SensorProtocols
public import USBTransport

/// What can be known of a device before it is opened for use.
public struct SeenDevice: Hashable, Sendable {
  /// The vendor's and the product's id.
  public var ids: USBSensorRule.IDs
  /// Where it is plugged in, such as `1-2.3`.
  public var port: String
  /// Its serial number, printable; `nil` if it has none or may not be asked.
  public var serial: String?
  /// How its bytes are carried; `nil` if in no way that is known.
  public var link: LinkKind?
  /// Why its descriptors cannot be used; `nil` if they can.
  public var problem: String?

  /// A device as it was seen.
  public init(
    ids: USBSensorRule.IDs,
    port: String,
    serial: String?,
    link: LinkKind?,
    problem: String? = nil
  ) {
    self.ids = ids
    self.port = port
    self.serial = serial
    self.link = link
    self.problem = problem
  }
}

/// How a device is to be used.
public struct SensorPlan: Hashable, Sendable {
  /// Which families it may be; the first that answers is taken.
  public let families: [SensorFamily]
  /// How its bytes are carried.
  public let link: LinkKind
  /// What a person says about it.
  public let settings: DriverSettings
  /// Its serial number, if it has one.
  public let serial: String?
  let port: String
  let raisesDTR: Bool

  /// Its serial number, else its place: what it is known by when it comes back.
  public var identity: String { serial ?? "port-\(port)" }

  /// The serial line for one of the families.
  func line(for family: SensorFamily) -> SerialLine {
    // The Cyton's dongle takes both lines as its normal state; no other family asks for RTS.
    let isCyton = family == .openBCICyton
    return SerialLine(
      baud: settings.baud ?? family.baud,
      dtr: isCyton || raisesDTR,
      rts: isCyton || raisesDTR
    )
  }
}

/// Decides which USB devices are used, and as what.
public struct Discovery: Hashable, Sendable {
  /// What becomes of a device.
  public enum Verdict: Hashable, Sendable {
    /// It is used.
    case use(SensorPlan)
    /// It is left alone; the reason, and how to change that.
    case ignore(String)
  }

  /// What the configuration says, the first rule that fits counts.
  public var rules: [USBSensorRule]
  /// Whether sensors that are known by their ids are used without a rule.
  public var usesUnique: Bool
  /// Whether serial bridges are asked what is behind them.
  public var probes: Bool

  /// Decides by rules.
  public init(rules: [USBSensorRule] = [], usesUnique: Bool = true, probes: Bool = false) {
    self.rules = rules
    self.usesUnique = usesUnique
    self.probes = probes
  }

  /// Decides about a device.
  public func verdict(on device: SeenDevice) -> Verdict {
    let known = SupportedDevice.known(vendor: device.ids.vendor, product: device.ids.product)
    if case .never(let reason) = known?.policy { return .ignore(reason) }
    if let problem = device.problem { return .ignore("its descriptors are wrong: \(problem)") }
    let rule = rules.first { $0.fits(device) }
    guard known != nil || rule != nil else { return .ignore("it is no sensor that crampd knows") }
    guard let link = device.link else { return .ignore("it is no serial bridge and no HID device") }
    let families: [SensorFamily]
    if let driver = rule?.driver {
      families = [driver]
    } else {
      switch known?.policy {
      case .unique(let family):
        guard usesUnique || rule != nil else {
          return .ignore(
            "only configured sensors are used; add it to sensors: in the configuration"
          )
        }
        families = [family]
      case .generic(let candidates):
        guard rule != nil || probes else {
          return .ignore(
            "it may be anything; name its driver in the configuration, or allow usb: {probe: true}"
          )
        }
        families = candidates.filter(\.hasHandshake)
      case .never, nil:
        return .ignore("the configuration names no driver for it")
      }
    }
    return .use(
      SensorPlan(
        families: families,
        link: link,
        settings: rule?.settings ?? DriverSettings(),
        serial: device.serial,
        port: device.port,
        raisesDTR: known?.raisesDTR ?? false
      )
    )
  }
}
