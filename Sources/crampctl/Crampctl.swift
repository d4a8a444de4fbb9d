import ArgumentParser
import CrampModel

/// The root of the command line: nothing but its parts.
struct Crampctl: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crampctl",
    abstract: "Find muscle cramps in surface EMG, and ask the crampd daemon about them.",
    discussion: """
      Try it without a sensor and without a daemon:

        crampctl simulate calf-cramp-at-night -o night.edf
        crampctl detect night.edf

      With the daemon running:

        crampctl status
        crampctl watch
        crampctl history --since yesterday --type 'cramp.*'

      Exit status: 0 done, 1 it failed, 2 the command line is wrong.
      """,
    version: CrampdVersion.current,
    groupedSubcommands: [
      CommandGroup(
        name: "Recordings",
        subcommands: [
          DetectCommand.self, ProfilesCommand.self, ScoreCommand.self, ConvertCommand.self,
          SimulateCommand.self,
        ]
      ),
      CommandGroup(
        name: "Sensors",
        subcommands: [SensorsCommand.self, RecordCommand.self, CaptureCommand.self]
      ),
      CommandGroup(
        name: "The daemon",
        subcommands: [
          StatusCommand.self, WatchCommand.self, HistoryCommand.self, ToneCommand.self,
          MonitorCommand.self, MarkCommand.self, SessionCommand.self, CalibrateCommand.self,
          ReloadCommand.self, DoctorCommand.self, RoutineCommand.self, OnCommand.self,
          LabelCommand.self, ReportCommand.self,
        ]
      ),
    ]
  )
}
