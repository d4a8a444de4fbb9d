/// Looks at everything that crampd needs, one thing after another, and changes nothing.
public struct Doctor: Sendable {
  /// The longest that a check may take, unless it says otherwise.
  static let patience = Duration.seconds(20)

  private let scene: Scene

  /// Looks at a machine.
  public init(_ machine: Machine) {
    scene = Scene(machine)
  }

  /// Makes all checks.
  ///
  /// - Parameter tell: Gets each finding as soon as its check is done.
  /// - Returns: All findings.
  /// - Throws: What `tell` throws.
  public func examine(
    _ tell: @Sendable (Finding) throws -> Void = { _ in }
  ) async throws -> [Finding] {
    var all: [Finding] = []
    for check in Check.all {
      for finding in await findings(of: check) {
        try tell(finding)
        all.append(finding)
      }
    }
    return all
  }

  /// What one check finds, or that it took too long.
  func findings(of check: Check) async -> [Finding] {
    let scene = scene
    let found = await Deadline.run(check.patience) { check.look(scene) }
    return found ?? [
      Finding(
        check.name,
        .warning,
        "this check did not end within \(check.patience.components.seconds) s",
        mend: check.late
      )
    ]
  }

  /// What is known after the checks, for a report.
  var known: Scene { scene }
}

/// One check; it may block.
struct Check: Sendable {
  let name: String
  var patience = Doctor.patience
  /// What to do where it takes too long.
  var late: String?
  let look: @Sendable (Scene) -> [Finding]

  /// All of them, in the order in which one thing rests on another.
  static let all: [Self] = [
    Self(name: "user") { UserCheck(scene: $0).findings },
    Self(name: "service") { ServiceCheck(scene: $0).findings },
    Self(name: "socket") { SocketCheck(scene: $0).findings },
    Self(name: "rules") { RulesCheck(scene: $0).findings },
    Self(name: "sensors") { SensorCheck(scene: $0).findings },
    Self(name: "configuration") { ConfigurationCheck(scene: $0).findings },
    Self(name: "state") { StateCheck(scene: $0).findings },
    Self(name: "journal") { JournalCheck(scene: $0).findings },
    Self(
      name: "content",
      patience: .seconds(30),
      late: "look at it while the machine is idle: sqlite3 -readonly journal.sqlite "
        + "'PRAGMA quick_check'"
    ) { ContentCheck(scene: $0).findings },
    Self(name: "daemon") { DaemonCheck(scene: $0).findings },
    Self(name: "signal") { SignalCheck(scene: $0).findings },
    Self(name: "clock") { ClockCheck(scene: $0).findings },
    Self(name: "log") { LogCheck(scene: $0).findings },
    Self(name: "identity") { IdentityCheck(scene: $0).findings },
  ]
}
