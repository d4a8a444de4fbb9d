import Foundation
import Testing

/// The examples of alerts, with programs in the place of those that play, light and send.
struct AlertExampleTests {
  private static let folder = SystemFiles.folder.appending(path: "examples")
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
  }

  /// Runs an example with a stranger in the place of a program; gives what that one was told.
  private func run(
    _ example: String,
    _ program: String,
    _ environment: [String: String]
  ) throws -> (status: Int32, told: [String], errors: String) {
    let folder = scratch.path("programs")
    let told = scratch.path("told")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = try scratch.file("programs/\(program)", Self.stranger(told).utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let process = Process()
    process.executableURL = Self.folder.appending(path: example)
    process.environment = ["PATH": "\(folder):/usr/bin:/bin"].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let errors = try scratch.file("errors", [])
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.begin()
    process.waitUntilExit()
    let lines = (try? String(contentsOfFile: told, encoding: .utf8)) ?? ""
    return (
      process.terminationStatus, lines.split(separator: "\n").map(String.init),
      try String(contentsOfFile: errors, encoding: .utf8)
    )
  }

  private static func stranger(_ path: String) -> String {
    "#!/bin/sh\nprintf '%s\\n' \"$@\" > '\(path)'\n"
  }

  @Test func `Each example is a shell's or systemd's, and says how it is used`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(names.count > 3)
    for name in names {
      let text = try SystemFiles.text("examples/\(name)")
      let path = SystemFiles.path("examples/\(name)")
      #expect(text.contains("crampctl on "), "\(name)")
      let isUnit = name.hasSuffix(".service")
      #expect(FileManager.default.isExecutableFile(atPath: path) == !isUnit, "\(name)")
      if !isUnit {
        let check = try #require(try ForeignRun(shell: "sh -n \"$1\"", [path], needs: ["sh"]) {})
        #expect(check.status == 0 && check.errors.isEmpty, "\(name) \(check.errors)")
      }
      #expect(try SystemFiles.text("crampctl.1").contains(name.replacing("-", with: "\\-")))
    }
  }

  @Test(arguments: [
    ("pw-play", ["--volume=0.3"]), ("paplay", ["--volume=20000"]),
  ])
  func `The sound is quiet`(program: String, options: [String]) throws {
    let sound = try scratch.file("sound.oga", [0])
    let run = try run("gentle-sound", program, ["SOUND": sound])
    #expect(run.status == 0, "\(run)")
    #expect(run.told == options + [sound])
  }

  @Test(arguments: [("cramp.onset", "ON"), ("cramp.release", "OFF")])
  func `The lamp goes on and off`(type: String, state: String) throws {
    let environment = ["CRAMP_TYPE": type, "LAMP_TOPIC": "lamp/set"]
    let run = try run("lamp-by-mqtt", "mosquitto_pub", environment)
    #expect(run.status == 0, "\(run)")
    #expect(run.told.prefix(5) == ["-h", "localhost", "-t", "lamp/set", "-m"])
    let message = try #require(run.told.last)
    let object = try JSONSerialization.jsonObject(with: Data(message.utf8)) as? [String: Any]
    #expect(object?["state"] as? String == state)
  }

  @Test func `The message goes to the server that is named, and to no other`() throws {
    let environment = [
      "CRAMP_TYPE": "cramp.onset", "CRAMP_CHANNEL": "calf; rm -rf \"$HOME\"",
      "CRAMP_SUPPRESSED": "2", "NTFY_URL": "https://ntfy.home.arpa/legs",
    ]
    let run = try run("phone-by-ntfy", "curl", environment)
    #expect(run.status == 0, "\(run)")
    #expect(run.told.last == "https://ntfy.home.arpa/legs")
    #expect(run.told.contains("cramp.onset on calf; rm -rf \"$HOME\", and 2 more before"))
  }

  @Test(arguments: [
    ("gentle-sound", ["SOUND": "/no/such/sound"]), ("lamp-by-mqtt", ["CRAMP_TYPE": "cramp.onset"]),
    ("phone-by-ntfy", ["CRAMP_TYPE": "cramp.onset"]),
  ])
  func `Without what it needs an example says so`(
    example: String,
    environment: [String: String]
  ) throws {
    let run = try run(example, "nothing", environment)
    #expect(run.status != 0)
    #expect(run.told.isEmpty)
    #expect(run.errors.contains(example) && run.errors.count { $0.isNewline } == 1, "\(run)")
  }

  @Test func `systemd has nothing to say against the unit`() throws {
    let crampctl = try CrampctlRun.executable("crampctl").path
    let text = try SystemFiles.text("examples/crampd-alert.service")
      .replacing("/usr/bin/crampctl ", with: "\(crampctl) ")
    let unit = try scratch.file("crampd-alert.service", text.utf8)
    let line = "XDG_RUNTIME_DIR=\"$2\" systemd-analyze verify --user --man=no \"$1\""
    let arguments = [unit, scratch.path("")]
    guard
      let run = try ForeignRun(shell: line, arguments, needs: ["systemd-analyze"], meanwhile: {})
    else { return }
    #expect(run.status == 0, "\(run.errors)")
  }
}
