import ArgumentParser
import Glibc
import SensorEmulation

/// Plays a sensor to a virtual machine, whose kernel sees it as a real device.
@main
struct UsbredirEmulator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "usbredir-emulator",
    abstract: "Plays a USB sensor to QEMU over a Unix socket.",
    discussion: """
      QEMU connects with

        -chardev socket,id=sensor,path=SOCKET -device usb-redir,chardev=sensor

      Reads commands, one a line, and answers each with one line of JSON on standard output. A \
      sensor that is plugged in has its power from the machine: it begins anew with each \
      connection. Ends with its input.

      \(PortCommand.help)

      Families: \(SensorFamily.allCases.map(\.rawValue).joined(separator: ", ")).
      """
  )

  @Option(help: "The socket that is made.")
  var socket: String

  func run() throws {
    signal(SIGPIPE, SIG_IGN)
    var stage = Stage(listener: try ListeningSocket(path: socket), input: try LineInput())
    say([("ready", .text(socket))])
    try stage.run()
  }
}

/// Why the emulator cannot do something.
enum EmulatorError: Error, CustomStringConvertible {
  case system(String, Int32)
  case command(String)

  var description: String {
    switch self {
    case .system(let operation, let code): "\(operation): \(String(cString: strerror(code)))"
    case .command(let text): text
    }
  }
}
