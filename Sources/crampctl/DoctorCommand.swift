import ArgumentParser
import Diagnosis
import EventStream
import Foundation

/// `crampctl doctor`.
struct DoctorCommand: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look for what keeps crampd from its work, and say how to mend it.",
    discussion: """
      Checks the user, service, socket, udev rules, sensors, configuration, state directory, \
      journal, signal quality, clock and log, one after another, and changes nothing. What an \
      ordinary user may not see is said, with the command to run.

        crampctl doctor
        sudo crampctl doctor
        crampctl doctor --report crampd-report.txt

      The report is a text, so that you can read it before you send it. It has no signals, no \
      marks, no names.

      Exit status: 0 nothing is wrong, 1 something is; warnings are not.
      """
  )

  @Option(help: "How to print: text or ndjson.")
  var format = Format.text

  @Option(
    help: ArgumentHelp("Also write all that helps to mend it to a new file.", valueName: "file"),
    completion: .file()
  )
  var report: String?

  @Option(
    help: ArgumentHelp("The directory of the journal.", valueName: "dir"),
    completion: .directory
  )
  var stateDir: String?

  @OptionGroup var socket: SocketArguments

  func run() async throws {
    let output = try report.map { path throws(Failure) in try ReportOutput(path) }
    let machine = Machine.ofThisProcess(socket: socket.socket, stateDirectory: stateDir)
    let doctor = Doctor(machine)
    let text = DoctorText(isColoured: Self.isColoured)
    let format = format
    let findings = try await doctor.examine { finding in
      switch format {
      case .text: try Output.write(text.lines(finding))
      case .ndjson: try Output.write(try DoctorText.json(finding) + "\n")
      }
    }
    if format == .text { try Output.write(text.summary(findings)) }
    if let output {
      let salt = UInt64.random(in: .min ... .max)
      let report = BugReport(doctor, findings: findings, salt: salt)
      try output.write(report.text)
      // Beside the output, which may be for a program.
      Diagnostics.write(
        "crampctl: wrote \(output.path); read it before you send it. It holds:\n"
          + BugReport.contents.split(separator: "\n").map { "  \($0)\n" }.joined()
      )
    }
    if findings.contains(where: { $0.level == .wrong }) { throw ExitCode(Failure.failed) }
  }

  private static var isColoured: Bool {
    Output.isTerminal && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
  }
}

/// A report's file: new, for its owner only, and under its name only when it is complete.
struct ReportOutput {
  private let output: OutputPath

  init(_ path: String) throws(Failure) {
    // A link that leads nowhere is there as well, although nothing exists behind it.
    var status = stat()
    guard unsafe lstat(path, &status) != 0 else {
      throw Failure("write \(path): it exists already; name a new file")
    }
    output = try OutputPath(path, overwrites: false)
  }

  var path: String { output.path }

  func write(_ text: String) throws(Failure) {
    try output.writePartial(text, mode: 0o600)
    // A file that came meanwhile is left alone: a second name is refused where there is one.
    let code = unsafe link(output.partial, output.path) == 0 ? 0 : errno
    guard code != EPERM, code != EOPNOTSUPP else { return try output.commit() }
    output.discard()
    guard code == 0 else { throw Failure("write \(path): \(SystemMessage.text(code))") }
  }
}
