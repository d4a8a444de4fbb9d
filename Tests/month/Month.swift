import ArgumentParser
import CrampModel
import EventJournal
import Foundation

/// Lives through a simulated month and writes the journal that a daemon would have.
@main
struct Month: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "month",
    abstract: "Write the journal of a simulated month, and the truth about it.",
    discussion: """
      FOLDER/journal.sqlite holds the events, FOLDER/truth.json what was simulated. The samples go \
      through the pipeline that the daemon has; only the clock is that of the simulation.
      """
  )

  @Option(help: "Another seed, another month.")
  var seed: UInt64 = 1

  @Option(help: "Length of each night, in minutes.")
  var nightMinutes = 480.0

  @Argument(help: "Where to write; it must not have a journal yet.")
  var folder: String

  func validate() throws {
    guard (8...720).contains(nightMinutes) else {
      throw ValidationError("--night-minutes \(nightMinutes): 8 to 720")
    }
  }

  func run() async throws {
    let path = folder + "/journal.sqlite"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw ValidationError("\(path) exists")
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let month = SimulatedMonth(seed: seed, nightLength: nightMinutes * 60)
    let journal = try EventJournal(path: path)
    var draw = SplitMix64(seed: ~seed)
    for night in month.nights {
      var stay = RecordedStay(from: &draw)
      stay.live(night)
      _ = try await journal.append(stay.events)
      for practice in month.practices where practice.day == night.day {
        var stay = RecordedStay(from: &draw)
        stay.live(practice)
        _ = try await journal.append(stay.events)
      }
    }
    try await journal.close()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(MonthTruth(month)).write(to: URL(fileURLWithPath: folder + "/truth.json"))
  }
}
