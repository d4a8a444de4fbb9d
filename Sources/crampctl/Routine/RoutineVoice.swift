import Foundation

/// The bell and the voice of a routine, as far as they are wanted and there.
struct RoutineVoice {
  private static let speakers = ["espeak-ng", "spd-say"]

  private let rings: Bool
  private let speaker: URL?
  private var speaking: Process?

  /// Finds a program that speaks, if one is wanted; says so if there is none.
  init(rings: Bool, speaks: Bool) {
    self.rings = rings
    speaker = speaks ? Self.speakers.lazy.compactMap(ProgramPath.find(_:)).first : nil
    if speaks, speaker == nil {
      Diagnostics.warn(
        "--speak: there is nothing that speaks; going on without: `sudo apt install espeak-ng`"
      )
    }
  }

  /// What rings the terminal, if that is wanted.
  var bell: String { rings ? "\u{07}" : "" }

  /// Says a few words, and nothing more of the last ones.
  mutating func say(_ words: String) {
    guard let speaker else { return }
    if let speaking, speaking.isRunning { speaking.terminate() }
    let process = Process()
    process.executableURL = speaker
    process.arguments = ["--", words]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    // A voice that fails is no reason to stop.
    try? process.run()
    speaking = process
  }
}

/// Where programs are, as a shell would find them.
enum ProgramPath {
  static func find(_ name: String) -> URL? {
    let files = FileManager.default
    func program(_ path: String) -> URL? {
      var isDirectory: ObjCBool = false
      let isThere = unsafe files.fileExists(atPath: path, isDirectory: &isDirectory)
      let isProgram = isThere && !isDirectory.boolValue && files.isExecutableFile(atPath: path)
      return isProgram ? URL(fileURLWithPath: path) : nil
    }
    if name.contains("/") { return program(name) }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").lazy.compactMap { program("\($0)/\(name)") }.first
  }
}
