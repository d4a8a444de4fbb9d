import ArgumentParser
import EmulatorScript
import Glibc
import SensorEmulation

/// Plays sensors to all programs of a container, none of which is changed.
@main
struct USBFSEmulator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "usbfs-emulator",
    abstract: "Serves USB sensors as the file system that Linux has at /dev/bus/usb. For root.",
    discussion: """
      Reads commands, one a line, and answers each with one line of JSON on standard output. The \
      kernel needs no USB: the device files are served by FUSE, a folder looks like /sys, and \
      plugging and unplugging is told by events in the network namespace of a process.

      \(ScriptCommand.help)

      There is no program here: term, kill and quit end the emulator.

      Families: \(SensorFamily.allCases.map(\.rawValue).joined(separator: ", ")).
      """
  )

  @Option(help: "Where the device files are served; to be seen as /dev/bus/usb.")
  var mount: String

  @Option(help: "An empty folder that is to be seen as /sys.")
  var sys: String

  @Option(help: "A folder for true device files, whose owner and mode those served take over.")
  var nodes: String

  @Option(help: "A file with the id of the process in whose network namespace events are told.")
  var processFile: String

  @Option(help: "Where the commands come from: a file or FIFO, or - for standard input.")
  var script = "-"

  func run() throws {
    let signals = Signals()
    let folder = try SystemFolder(path: sys)
    let bus = try USBBus(
      folder: folder,
      events: DeviceEvents(processFile: processFile),
      nodes: nodes
    )
    let files = try USBFileSystem(bus: bus, mount: mount)
    var script = Script(try CommandInput(path: script))
    Script.say([("serving", .text(mount))], at: bus.clock)
    while files.serve(milliseconds: 1), signals.take() == nil {
      try bus.advance()
      if script.follow(bus) != nil { break }
    }
  }
}
