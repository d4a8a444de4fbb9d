import ArgumentParser
import CrampModel
import DetectorSettings
import EventStream
import Foundation

/// `crampctl calibrate`.
struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Measure rest and a maximum contraction, so that events tell per cent of it.",
    discussion: """
      With the daemon: guides through rest and three contractions. It holds for the electrodes as \
      they are; calibrate again when they were put on anew. Ctrl-C stops at any time, and nothing \
      is kept. Put the muscle at a middle length: squeezing a shortened muscle can itself cramp it.

      With --from: measures stretches of a recording instead.

        crampctl calibrate --channel left-calf --person Anna
        crampctl calibrate --list
        crampctl calibrate --from squeeze.edf --rest 5-35 --maximum 40-45 -o calibration.json
        crampctl detect --calibration calibration.json night.edf
      """
  )

  @Option(help: ArgumentHelp("The sensor. Default: the only one.", valueName: "name"))
  var sensor: String?

  @Option(help: ArgumentHelp("Whose muscle it is.", valueName: "name"))
  var person: String?

  @Option(
    help: ArgumentHelp("How long rest lasts, or where it is in --from.", valueName: "s|from-to")
  )
  var rest: SpanArgument?

  @Option(
    help: ArgumentHelp(
      "How long a contraction lasts, or where one is in --from; may then be repeated.",
      valueName: "s|from-to"
    )
  )
  var maximum: [SpanArgument] = []

  @Option(help: ArgumentHelp("Seconds to get ready before each phase.", valueName: "s"))
  var pause = 10

  @Option(
    help: ArgumentHelp("Calibrate from this recording.", valueName: "file"),
    completion: .file()
  )
  var from: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Add it to this file, with --from.", valueName: "file"),
    completion: .file()
  )
  var output: String?

  @Flag(help: "List the calibrations.")
  var list = false

  @Option(help: ArgumentHelp("Forget a calibration.", valueName: "id"))
  var forget: String?

  @OptionGroup var socket: SocketArguments
  @OptionGroup var reading: ReadingArguments

  func validate() throws {
    guard [from != nil, list, forget != nil].count(where: \.self) <= 1 else {
      throw ValidationError("--from, --list and --forget: give one of them")
    }
    guard (0...600).contains(pause) else { throw ValidationError("--pause: not in 0...600") }
    guard reading.channels.count <= 1 else {
      throw ValidationError("--channel: one at a time is calibrated")
    }
    if let person, !(1...128).contains(person.utf8.count) {
      throw ValidationError("--person: not 1 to 128 bytes long")
    }
    try check(.rest, [rest].compactMap(\.self), isNeeded: from != nil)
    try check(.maximum, maximum, isNeeded: from != nil)
    if from == nil, output != nil { throw ValidationError("--output: only with --from") }
    if from == nil, maximum.count > 1 {
      throw ValidationError("--maximum: the same length for all tries; give it once")
    }
  }

  private func check(_ phase: CalibrationPhase, _ spans: [SpanArgument], isNeeded: Bool) throws {
    let name = "--\(phase.rawValue)"
    if isNeeded, spans.isEmpty { throw ValidationError("\(name) FROM-TO: needed with --from") }
    for span in spans {
      guard (span.start != nil) == (from != nil) else {
        throw ValidationError("\(name): FROM-TO with --from, a length in seconds without")
      }
      let range = phase.possibleSeconds
      guard range.contains(span.length) else {
        let limits = [range.lowerBound, range.upperBound].map { NumberText.short($0) }
        throw ValidationError("\(name): must last \(limits[0]) to \(limits[1]) s")
      }
    }
  }

  func run() async throws {
    let daemon = Daemon(path: socket.path)
    if let from, let rest {
      let recording = RecordedCalibration(path: from, reading: reading)
      let calibration = try recording.calibration(rest: rest, maxima: maximum, person: person)
      try keep(calibration)
      try CalibrationReport.write(calibration)
    } else if list {
      try Output.write(CalibrationReport.table(of: try await record(daemon)))
    } else if let forget {
      _ = try await daemon.ask("calibration.forget", params: Daemon.object("id", forget))
    } else {
      let guide = CalibrationGuide(
        sensor: sensor,
        channel: reading.channels.first,
        person: person,
        rest: rest?.length ?? CalibrationPhase.rest.usualSeconds,
        maximum: maximum.first?.length ?? CalibrationPhase.maximum.usualSeconds,
        pause: pause
      )
      let calibration = try await daemon.connect { client in
        var talk = CalibrationTalk(client)
        return try await guide.run(&talk)
      }
      try CalibrationReport.write(calibration)
    }
  }

  private func keep(_ calibration: Calibration) throws {
    guard let output else { return }
    let file = CalibrationFile(path: output)
    var record = try file.read() ?? CalibrationRecord()
    record.add(calibration)
    try file.write(record)
  }

  /// What the daemon holds, or where there is none, its file.
  private func record(_ daemon: Daemon) async throws -> CalibrationRecord {
    let answer: String
    do {
      answer = try await daemon.ask("calibration.list").result
    } catch let failure as Failure {
      let directory = DefaultPaths.ofThisProcess.existingStateDirectory
      let file = CalibrationFile(path: directory + "/" + CalibrationFile.name)
      guard socket.socket == nil, let record = try file.read() else { throw failure }
      return record
    }
    return try JSONDecoder().decode(Listing.self, from: Data(answer.utf8)).record
  }

  private struct Listing: Decodable {
    let current: [Calibration]
    let history: [Calibration]

    var record: CalibrationRecord {
      var record = CalibrationRecord()
      for calibration in history + current { record.add(calibration) }
      return record
    }
  }
}
