import Synchronization

/// What several checks need, found out once.
final class Scene: Sendable {
  /// The user that the service's unit names.
  static let serviceUser = "crampd"
  static let service = "crampd.service"
  static let socketUnit = "crampd.socket"

  let machine: Machine
  private let foundUnits = Mutex<[String: ServiceUnit]?>(nil)
  private let foundVisit = Mutex<DaemonVisit?>(nil)
  private let foundGroups = Mutex<[String: UserGroup?]>([:])

  init(_ machine: Machine) {
    self.machine = machine
  }

  /// The service and its socket unit by name; empty where there is no service manager.
  var units: [String: ServiceUnit] {
    foundUnits.withLock { found in
      if let found { return found }
      let units = askedUnits()
      found = units
      return units
    }
  }

  var service: ServiceUnit? { units[Self.service].flatMap { $0.isInstalled ? $0 : nil } }
  var socketUnit: ServiceUnit? { units[Self.socketUnit].flatMap { $0.isInstalled ? $0 : nil } }

  /// Whether the service of the system is what the person means.
  var isService: Bool {
    !machine.isChosen && (service != nil || socketUnit != nil || hasSystemState)
  }

  private var hasSystemState: Bool { machine.stateDirectory.hasSuffix("/var/lib/crampd") }

  /// Whether to connect would start a daemon that does not run, which is not for a check to do.
  var isAsleep: Bool {
    guard !machine.isChosen, let service, let socketUnit else { return false }
    return !service.isActive && !service.isStarting && socketUnit.isActive
      && machine.socket == machine.place("/run/crampd/events.sock")
  }

  /// What the daemon said; `nil` if nobody was asked.
  var visit: DaemonVisit? {
    guard !isAsleep else { return nil }
    return foundVisit.withLock { found in
      if let found { return found }
      let visit = DaemonVisit(path: machine.socket)
      found = visit
      return visit
    }
  }

  /// A group by its name or number.
  func group(_ key: String) -> UserGroup? {
    foundGroups.withLock { found in
      if let group = found[key] { return group }
      let group = machine.commands.output("getent", "group", key).flatMap(UserGroup.init(_:))
      found[key] = group
      return group
    }
  }

  /// The user and the groups of the daemon, as far as the system knows them.
  var daemonUser: Account? {
    // The one who asks has started a daemon that is run by hand.
    guard isService else {
      return Account(user: machine.person.user, groups: machine.person.groups)
    }
    let name = service.map { $0["User"] }.flatMap { $0.isEmpty ? nil : $0 } ?? Self.serviceUser
    guard let user = machine.commands.output("id", "-u", name).flatMap({ UInt32(Self.word($0)) })
    else { return nil }
    let groups = machine.commands.output("id", "-G", name) ?? ""
    let numbers = groups.split { $0 == " " || $0 == "\n" }.compactMap { UInt32($0) }
    return Account(user: user, groups: Set(numbers))
  }

  private static func word(_ text: String) -> String {
    String(text.split(whereSeparator: \.isWhitespace).first ?? "")
  }

  private func askedUnits() -> [String: ServiceUnit] {
    guard machine.hasSystemd else { return [:] }
    let output = machine.commands.output(
      "systemctl",
      "show",
      "--no-pager",
      "--property=\(ServiceUnit.wanted.joined(separator: ","))",
      Self.service,
      Self.socketUnit
    )
    return output.map(ServiceUnit.units(in:)) ?? [:]
  }
}

/// A user as files know it.
struct Account: Hashable {
  let user: UInt32
  let groups: Set<UInt32>
}

/// A line of the group database.
struct UserGroup: Hashable, Sendable {
  let name: String
  let number: UInt32
  let members: [String]

  /// Reads `crampd:x:998:anna,otto`.
  init?(_ line: String) {
    let parts = line.split(separator: "\n").first?
      .split(separator: ":", omittingEmptySubsequences: false)
    guard let parts, parts.count >= 4, let number = UInt32(parts[2]) else { return nil }
    name = String(parts[0])
    self.number = number
    members = parts[3].split(separator: ",").map(String.init)
  }
}
