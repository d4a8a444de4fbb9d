import EventStream
import Foundation
import Testing

@testable import crampd

/// The units, the rules and the catalog, as the programs of systemd read them.
struct ServiceUnitTests {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// Copies the units to a directory, with programs that are there.
  private func units(changed: (String) -> String = { $0 }) throws -> String {
    for unit in ["crampd.service", "crampd.socket"] {
      let text = try SystemFiles.text(unit)
        .replacing("=/usr/bin/crampd\n", with: "=\(try CrampctlRun.executable("crampd").path)\n")
        .replacing("=/usr/bin/crampctl ", with: "=\(try CrampctlRun.executable("crampctl").path) ")
      _ = try scratch.file(unit, changed(text).utf8)
    }
    return scratch.path("")
  }

  private static let verify =
    "systemd-analyze verify --man=no \"$1\"/crampd.service \"$1\"/*.socket"
  private static let rate =
    "systemd-analyze security --no-pager --offline=true --threshold=10 \"$1\"/crampd.service"

  private static func run(_ line: String, _ folder: String, _ program: String) throws -> ForeignRun?
  {
    try ForeignRun(shell: line, [folder], needs: [program]) {}
  }

  @Test func `systemd has nothing to say against the units`() throws {
    guard let run = try Self.run(Self.verify, units(), "systemd-analyze") else { return }
    #expect(run.status == 0)
    #expect(run.output + run.errors == "")
  }

  @Test(arguments: [
    ("ProtectHome=yes", "ProtectHouse=yes"), ("WatchdogSec=20s", "WatchdogSec=often"),
    ("ListenStream=", "ListenStream=here "), ("Requires=crampd.socket", "Requires=crampt.socket"),
  ])
  func `systemd would say so`(right: String, wrong: String) throws {
    let folder = try units { $0.replacing(right, with: wrong) }
    guard let run = try Self.run(Self.verify, folder, "systemd-analyze") else { return }
    #expect(run.errors != "")
  }

  @Test func `The service is exposed to no more than 1,0 of 10`() throws {
    guard let run = try Self.run(Self.rate, units(), "systemd-analyze") else { return }
    #expect(run.status == 0, "\(run.output)")
  }

  @Test func `Nothing is open to it but what it needs`() throws {
    #expect(try open(in: units()) ?? Self.needed == Self.needed)
  }

  @Test(arguments: [
    "CapabilityBoundingSet=", "IPAddressDeny=any",
    "LockPersonality=yes", "MemoryDenyWriteExecute=yes", "NoNewPrivileges=yes", "PrivateTmp=yes",
    "ProcSubset=pid", "ProtectClock=yes", "ProtectControlGroups=yes", "ProtectHome=yes",
    "ProtectHostname=yes", "ProtectKernelLogs=yes", "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes", "ProtectProc=invisible", "ProtectSystem=strict",
    "RestrictNamespaces=yes", "RestrictRealtime=yes", "RestrictSUIDSGID=yes",
    "SystemCallArchitectures=native", "SystemCallFilter=~@privileged @resources @obsolete",
    "UMask=0077", "User=crampd",
  ])
  func `Without one of its directives more is open`(directive: String) throws {
    #expect(try SystemFiles.text("crampd.service").contains("\n\(directive)\n"))
    let folder = try units { $0.replacing("\n\(directive)\n", with: "\n") }
    guard let open = try open(in: folder) else { return }
    #expect(open.count > Self.needed.count)
  }

  /// Sensors are opened by the daemon itself, udev tells of them by netlink, clients come by a Unix
  /// socket and are known by their user, and programs and libraries are those of the system.
  private static let needed: Set = [
    "DeviceAllow=", "PrivateDevices=", "PrivateNetwork=", "PrivateUsers=",
    "RestrictAddressFamilies=~AF_NETLINK", "RestrictAddressFamilies=~AF_UNIX",
    "RootDirectory=/RootImage=",
  ]

  private struct Finding: Decodable {
    let set: Bool?
    let name: String
  }

  /// What systemd finds open; `nil` where it is not there to ask.
  private func open(in folder: String) throws -> Set<String>? {
    let line = "systemd-analyze security --offline=true --json=short \"$1\"/crampd.service"
    guard let run = try Self.run(line, folder, "systemd-analyze") else { return nil }
    let findings = try JSONDecoder().decode([Finding].self, from: Data(run.output.utf8))
    #expect(findings.count > 60)
    return Set(findings.filter { $0.set == false }.map(\.name))
  }

  @Test func `Units, rules and program agree on names and places`() throws {
    let service = { try SystemFiles.values(of: $0, in: "crampd.service") }
    let socket = { try SystemFiles.values(of: $0, in: "crampd.socket") }
    #expect(try socket("FileDescriptorName") == [DaemonSocket.name])
    #expect(try socket("ListenStream") == [DefaultPaths.systemSocket])
    #expect(
      try service("StateDirectory").map { "/var/lib/\($0)" } == [DefaultPaths.systemStateDirectory]
    )
    #expect(try service("RuntimeDirectory") == [], "it would take the socket with it")
    #expect(try service("Requires") == ["crampd.socket"])
    #expect(try service("User") == ["crampd"])
    #expect(try socket("SocketGroup") == ["crampd"])
    let rules = try SystemFiles.text("61-crampd-access.rules")
    #expect(rules.contains("GROUP=\"crampd\""))
    #expect(rules.contains("ENV{SYSTEMD_WANTS}+=\"crampd.service\""))
  }

  @Test func `Every page that is referred to is there`() throws {
    for file in ["crampd.service", "crampd.socket", "crampd.catalog"] {
      let pages = try SystemFiles.text(file).matches(of: /man:([a-z.]+)\(([1-9])\)/)
      #expect(!pages.isEmpty, "\(file)")
      for page in pages {
        let name = "\(page.output.1).\(page.output.2)"
        #expect(FileManager.default.fileExists(atPath: SystemFiles.path(name)), "\(name)")
      }
    }
  }

  @Test func `The user and the group are made`() throws {
    let line = """
      mkdir -p "$1/usr/lib/sysusers.d" "$1/etc"
      cp "$2" "$1/usr/lib/sysusers.d/crampd.conf"
      systemd-sysusers --root="$1" && cat "$1/etc/passwd" "$1/etc/group"
      """
    let file = SystemFiles.path("crampd.sysusers")
    let run = try ForeignRun(shell: line, [scratch.path(""), file], needs: ["systemd-sysusers"]) {}
    guard let run else { return }
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("Cramp detection daemon:/var/lib/crampd:/usr/sbin/nologin\n"))
    #expect(run.output.contains("\ncrampd:x:"))
    #expect(!run.errors.contains("rror"), "\(run.errors)")
  }

  @Test func `The catalog is read, each entry of it`() throws {
    let line = """
      mkdir -p "$1/usr/lib/systemd/catalog"
      cp "$2" "$1/usr/lib/systemd/catalog/"
      journalctl --root="$1" --update-catalog && journalctl --root="$1" --list-catalog
      """
    let file = SystemFiles.path("crampd.catalog")
    let run = try ForeignRun(shell: line, [scratch.path(""), file], needs: ["journalctl"]) {}
    guard let run else { return }
    #expect(run.errors == "")
    let entries = try SystemFiles.text("crampd.catalog").split(separator: "\n")
      .filter { $0.hasPrefix("-- ") }.map { $0.dropFirst(3) }
    let listed = run.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(entries.sorted() == listed.sorted())
  }
}
