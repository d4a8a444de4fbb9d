import ArgumentParser
import Glibc

/// Loads a running daemon with subscribers and events, and measures what they get.
@main
struct StreamLoad: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream-load",
    abstract: "Load a running crampd with subscribers and marks, and check that all get all.",
    discussion: """
      Each subscriber only connects and reads; each seq must follow the one before. Stopped \
      subscribers read their greeting and then nothing until all the others have everything.

      taken to receipt     From the daemon's own stamp of a mark, before it is written to disk, \
      to each reader's read: both by the clock of this machine. It includes the commit and the \
      time that this program takes to get to each reader.
      answer to receipt    From the arrival of the mark's answer, which says that the event is \
      on disk, to each reader's read; receipts that come before the answer are counted apart.
      """
  )

  @Option(help: "The daemon's socket.") var socket: String
  @Option(help: "The daemon's process.") var pid: Int32
  @Option(help: "How many subscribers.") var subscribers = 8
  @Option(help: "How many of them never read.") var stopped = 0
  @Option(help: "Events a second.") var rate = 100.0
  @Option(help: "How long events are made.") var seconds = 10.0
  @Option(help: "How many connections make events.") var markers = 8
  @Option(help: "How many requests each of them has in flight at most.") var inFlight = 2
  @Option(help: "The moments and the connections are the same for the same seed.")
  var seed: UInt64 = 1

  func validate() throws {
    guard (0...60_000).contains(subscribers), (0...subscribers).contains(stopped) else {
      throw ValidationError("--subscribers, --stopped: not in 0...60000 or more stopped than all")
    }
    guard rate > 0, rate <= 1e6, seconds > 0, seconds <= 86_400 else {
      throw ValidationError("--rate, --seconds: not above 0 or too large")
    }
    guard (1...10_000).contains(markers), (1...100).contains(inFlight) else {
      throw ValidationError("--markers: not in 1...10000, or --in-flight: not in 1...100")
    }
  }

  func run() throws {
    raiseFileLimit()
    let daemon = ProcessUse(pid: pid)
    let own = ProcessUse(pid: nil)
    let daemonBefore = daemon.seconds
    let ownBefore = own.seconds
    var run = try LoadRun(plan: plan, daemon: daemon)
    try run.run()
    let report = LoadReport(
      run: run,
      daemonSeconds: daemon.seconds - daemonBefore,
      loadSeconds: own.seconds - ownBefore
    )
    print(report.text, terminator: "")
    if report.isLossy { throw ExitCode(1) }
  }

  private var plan: LoadPlan {
    LoadPlan(
      socket: socket,
      subscribers: subscribers,
      stopped: stopped,
      rate: rate,
      seconds: seconds,
      markers: markers,
      inFlight: inFlight,
      seed: seed
    )
  }

  /// A descriptor for each connection.
  private func raiseFileLimit() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
