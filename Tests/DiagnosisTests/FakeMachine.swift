import CrampModel
import EventJournal
import Foundation
import Synchronization

@testable import Diagnosis

/// A tree of files, commands that give what they are told, and a clock, that stand for a machine
/// on which the service of the system is well.
final class FakeMachine: Sendable {
  let root: String
  private let answers = Mutex<[String: Commands.Answer]>([:])
  private let setting: Mutex<Machine>

  /// A machine of a member of the group.
  init() throws {
    let root = "/tmp/doctor-\(UUID().uuidString.prefix(13))"
    self.root = root
    setting = Mutex(
      Machine(
        person: Person(user: 1_000, name: "anna", groups: [1_000, 990]),
        socket: root + "/run/crampd/events.sock",
        stateDirectory: root + "/var/lib/crampd",
        daemon: "crampd",
        commands: Commands { _, _ in .absent },
        clock: { (Timestamp(microseconds: 1_795_000_000_000_000), true) }
      )
    )
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    let commands = Commands { [weak self] words, _ in
      guard let self else { return .absent }
      return self.answers.withLock { answers in
        let line = words.joined(separator: " ")
        let key = answers.keys.filter { line.hasPrefix($0) }.max { $0.count < $1.count }
        return key.flatMap { answers[$0] } ?? .absent
      }
    }
    change {
      $0.root = root
      $0.commands = commands
    }
    try fill()
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  var machine: Machine { setting.withLock { $0 } }

  func change(_ body: @Sendable (inout Machine) -> Void) {
    setting.withLock { body(&$0) }
  }

  /// What one check finds.
  func findings(_ name: String) async throws -> [Finding] {
    guard let check = Check.all.first(where: { $0.name == name }) else { throw NoSuchCheck() }
    return await Doctor(machine).findings(of: check)
  }

  /// Makes a file of the system.
  func write(_ path: String, _ text: String, mode: Int = 0o644) throws {
    let whole = root + path
    let directory = URL(fileURLWithPath: whole).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: whole))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: whole)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: root + path)
  }

  func link(_ path: String, to target: String) throws {
    let directory = URL(fileURLWithPath: root + path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: root + path, withDestinationPath: target)
  }

  func setMode(_ path: String, _ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: root + path)
  }

  /// Has a command that begins so give an output.
  func answer(_ words: String, _ output: String, status: Int32 = 0, errors: String = "") {
    answers.withLock {
      $0[words] = .ended(status: status, output: output, errors: errors)
    }
  }

  func answer(_ words: String, _ answer: Commands.Answer) {
    answers.withLock { $0[words] = answer }
  }

  /// What systemd says of the two units, with changes.
  func units(service: [String: String] = [:], socket: [String: String] = [:]) {
    let base = [
      "Id": "crampd.service", "LoadState": "loaded", "UnitFileState": "enabled",
      "ActiveState": "active", "SubState": "running", "Result": "success", "NRestarts": "0",
      "MainPID": "4711", "WatchdogUSec": "20s", "NoNewPrivileges": "yes",
      "ProtectSystem": "strict", "ProtectHome": "yes", "DevicePolicy": "closed",
      "MemoryDenyWriteExecute": "yes", "User": "crampd", "NeedDaemonReload": "no",
    ]
    let other = [
      "Id": "crampd.socket", "LoadState": "loaded", "UnitFileState": "enabled",
      "ActiveState": "active", "SubState": "running",
    ]
    let blocks = [base.merging(service) { $1 }, other.merging(socket) { $1 }].map { unit in
      unit.map { "\($0.key)=\($0.value)\n" }.joined()
    }
    answer("systemctl show", blocks.joined(separator: "\n"))
  }

  /// The journal's own user is whoever runs the tests.
  private func fill() throws {
    let user = geteuid()
    answer("getent group crampd", "crampd:x:990:\n")
    answer("id -u crampd", "\(user)\n")
    answer("id -G crampd", "\(getegid()) 990\n")
    answer("id -G anna", "1000 990\n")
    answer("crampd --check-config", "configuration is good\n")
    units()
    for directory in [
      "/run/systemd/system", "/run/crampd", "/var/log/journal", "/var/lib/crampd", "/sys", "/dev",
    ] {
      try FileManager.default.createDirectory(
        atPath: root + directory,
        withIntermediateDirectories: true
      )
    }
    try setMode("/var/lib/crampd", 0o750)
    try write("/lib/udev/rules.d/60-crampd.rules", "rule")
    try write("/lib/udev/rules.d/61-crampd-access.rules", "rule")
    try write("/etc/machine-id", String(repeating: "0a", count: 16) + "\n")
    try write("/proc/sys/kernel/random/boot_id", "7c1e7b5d-9d0e-4f6f-8f0f-8a117c1e7b5d\n")
  }

  private struct NoSuchCheck: Error {}
}

/// A daemon's socket that says what it was told to say to everybody who asks.
final class FakeDaemon: Sendable {
  private let listener: Int32

  /// Listens at a path; a status that is `nil` says nothing at all.
  init(
    _ path: String,
    version: String = CrampdVersion.current,
    status: String?,
    signals: [String] = [],
    events: [String] = []
  ) throws {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, listen(listener, 8) == 0 else { throw CannotListen() }
    self.listener = listener
    guard let status else { return }
    var lines = [
      #"{"jsonrpc":"2.0","method":"hello","params":{"protocol":1,"version":"\#(version)","seq":7}}"#,
      #"{"jsonrpc":"2.0","method":"snapshot","params":{"seq":7,"episodes":[]}}"#,
      #"{"jsonrpc":"2.0","id":1,"result":\#(status)}"#,
      #"{"jsonrpc":"2.0","id":2,"result":{"events":[]}}"#,
      #"{"jsonrpc":"2.0","id":3,"result":{"events":[\#(events.joined(separator: ","))]}}"#,
      #"{"jsonrpc":"2.0","id":4,"result":{"seq":7}}"#,
    ]
    lines += signals.map { #"{"jsonrpc":"2.0","method":"signal","params":\#($0)}"# }
    let text = lines.map { $0 + "\n" }.joined()
    Thread.detachNewThread {
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        _ = text.withCString { write(client, $0, strlen($0)) }
        // The client leaves when it has what it wants.
        var byte: UInt8 = 0
        while read(client, &byte, 1) > 0 {}
        close(client)
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private struct CannotListen: Error {}

  /// A sensor with one channel that is well.
  static let status = """
    {"version":"0.1.0","pid":4711,"uptime_s":60,"profile":"night","seq":7,\
    "journal":{"state":"writing","waiting":0,"dropped":0},\
    "sensors":[{"sensor":"spikerbox:SN1","driver":"spikerbox","state":"streaming","lost_s":0,\
    "stream_s":60,"newest_sample_s":0.01}],"devices":[],\
    "channels":[{"channel":"calf","sensor":"spikerbox:SN1","unit":"uV","rate_hz":1000}],\
    "stream":{"clients":1,"refused":0}}
    """
  static let signal =
    #"{"sensor":"spikerbox:SN1","channel":"calf","t":1,"state":"quiet","rms_uv":2,"hum":0.1}"#
}
