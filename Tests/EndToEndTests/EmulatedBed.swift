import Foundation
import Testing

/// A program that has USB sensors played to it: `sensor-emulator`, which runs it as its child.
///
/// No root and no hardware; commands are answered when they are done, so nothing need be waited
/// for by the clock.
final class EmulatedBed {
  private let process: Process
  private let commands: FileHandle
  private let answers: FileHandle
  private var buffer = Data()
  /// Where the program's standard error goes.
  let log: String

  /// Whether this machine can play sensors; says so plainly if not.
  static let isThere: Bool = {
    let paths = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib"]
    let isThere = paths.contains {
      FileManager.default.fileExists(atPath: $0 + "/libumockdev-preload.so.0")
    }
    if !isThere { print("SKIPPED: umockdev is not installed, so no USB sensor can be played") }
    return isThere
  }()

  /// Sensors are played in real time, so no more at once than two processors can follow.
  private static let room = DispatchSemaphore(value: 6)

  /// Starts a program of ours under the emulator; waits until there is room for it.
  init(
    _ program: String,
    _ arguments: [String],
    in scratch: Scratch,
    speed: Double = 1,
    environment: [String: String] = [:]
  ) throws {
    Self.room.wait()
    let path = try CrampctlRun.process([], of: program).executableURL?.path ?? program
    log = scratch.path("\(program).log")
    process = try CrampctlRun.process(
      ["--end-with-script", "--speed", "\(speed)", "--output", log, "--", path] + arguments,
      of: "sensor-emulator",
      environment: environment
    )
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    commands = input.fileHandleForWriting
    answers = output.fileHandleForReading
    try process.begin()
  }

  deinit {
    // A signal goes on to the program; the end of the script is for a test that is killed.
    try? commands.close()
    if process.isRunning { process.terminate() }
    for _ in 0..<1_000 where process.isRunning { usleep(10_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    Self.room.signal()
  }

  /// Has a command done and gives the answer, a line of JSON.
  @discardableResult
  func command(_ line: String) throws -> String {
    try commands.write(contentsOf: Data((line + "\n").utf8))
    guard let answer = nextLine() else {
      throw Disappointment("the emulator ended at \"\(line)\"; the program said: \(said)")
    }
    guard answer.contains("\"done\"") else {
      throw Disappointment("\"\(line)\" is answered \(answer); the program said: \(said)")
    }
    return answer
  }

  /// A number of a device's statistics.
  func count(_ name: String, of device: String) throws -> Int {
    Int(try command("stats \(device)").member(name) ?? "") ?? -1
  }

  /// Lets the program end and gives its exit status.
  func end() throws -> Int32 {
    try? commands.write(contentsOf: Data("term\n".utf8))
    while let line = nextLine() {
      if let status = line.member("exit") { return Int32(status) ?? -1 }
    }
    throw Disappointment("the program does not end; it said: \(said)")
  }

  /// What the program said on standard error.
  var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  /// Waits until the program has said something on standard error.
  func wait(for words: String) throws {
    for _ in 0..<3_000 {
      if said.contains(words) { return }
      usleep(10_000)
    }
    throw Disappointment("the program did not say \"\(words)\" but: \(said)")
  }

  private func nextLine() -> String? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: buffer[buffer.startIndex..<end], as: UTF8.self)
        buffer = Data(buffer[buffer.index(after: end)...])
        return line
      }
      let more = answers.availableData
      guard !more.isEmpty else { return nil }
      buffer.append(more)
    }
  }
}

/// A daemon with USB sensors played to it, and a subscriber that reads from its first event.
final class EmulatedDaemon {
  let scratch: Scratch
  let bed: EmulatedBed
  let client: LineClient
  private var pings = 1_000

  /// Starts the daemon with a configuration.
  init(
    _ configuration: String,
    speed: Double = 1,
    environment: [String: String] = [:]
  ) throws {
    scratch = try Scratch()
    let file = try scratch.file("crampd.yaml", configuration.utf8)
    bed = try EmulatedBed(
      "crampd",
      ["--config", file] + RunningDaemon.places(in: scratch),
      in: scratch,
      speed: speed,
      environment: environment
    )
    client = try RunningDaemon.connect(to: scratch.path("s")) { [bed] in bed.said }
    try client.subscribe()
  }

  /// Reads to the next event of a type, and gives it.
  func next(_ type: String) throws -> String {
    do {
      try client.read(upTo: #""type":"\#(type)""#)
    } catch {
      throw Disappointment("\(error); the daemon said: \(bed.said)")
    }
    return client.events.last ?? ""
  }

  /// Reads all that the daemon has said by now.
  func settle() throws {
    pings += 1
    client.send(#"{"jsonrpc":"2.0","id":\#(pings),"method":"ping"}"#)
    try client.read(upTo: #""id":\#(pings),"#)
  }

  /// The events so far of a type.
  func events(_ type: String) -> [String] {
    client.events.filter { $0.member("type") == "\"\(type)\"" }
  }

  /// Ends the daemon; what it sends last is read.
  func end() throws -> Int32 {
    let status = try bed.end()
    client.readToEnd()
    return status
  }
}
