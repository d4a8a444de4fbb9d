import Glibc

/// The natural logarithm of what is left of one, so that zero is no trouble.
func log1(_ part: Double) -> Double { log(1 - part) }

/// What a run found, a figure on each line.
struct LoadReport {
  let run: LoadRun
  let daemonSeconds: Double
  let loadSeconds: Double

  /// Whether anybody lacks anything.
  var isLossy: Bool {
    run.subscribers.contains { !isWhole($0) } || refused > 0 || answers < run.sent
  }

  private func isWhole(_ subscriber: Subscriber) -> Bool {
    subscriber.jumps == 0 && subscriber.gaps == 0 && !subscriber.isClosed
      && (subscriber.last ?? 0) >= run.newest
  }

  private var answers: Int { run.markers.reduce(0) { $0 + $1.answers } }
  private var refused: Int { run.markers.reduce(0) { $0 + $1.refused } }

  var text: String {
    let live = run.subscribers.filter { !$0.isStopped }
    let stopped = run.subscribers.filter(\.isStopped)
    let memory = run.memory
    let most = run.daemon.memory.most
    let lines: [(String, String)] = [
      ("subscribers", "\(live.count) reading, \(stopped.count) stopped"),
      ("markers", "\(run.plan.markers) with up to \(run.plan.inFlight) requests in flight"),
      ("rate asked", "\(run.plan.rate) events/s for \(run.plan.seconds) s"),
      ("rate sent", rounded(Double(run.sent) / run.sending) + " events/s"),
      ("events sent", "\(run.sent)"),
      ("events answered", "\(answers)"),
      ("events refused", "\(refused)"),
      ("request to answer", run.trips.text),
      ("taken to receipt", run.receipts.afterTaken.text),
      ("answer to receipt", run.receipts.afterAnswer.text),
      ("receipts before the answer", "\(run.receipts.beforeAnswer) of \(run.receipts.live)"),
      ("readers that lack something", "\(live.count { !isWhole($0) })"),
      ("stopped that lack something", "\(stopped.count { !isWhole($0) })"),
      ("stopped caught up within", rounded(run.wakeSeconds) + " s"),
      ("daemon RSS idle", "\(memory.idle) KiB"),
      ("daemon RSS connected", "\(memory.connected) KiB"),
      ("daemon RSS most seen", "\(memory.most) KiB"),
      ("daemon RSS after sending", "\(memory.sent) KiB"),
      ("daemon RSS at the end", "\(memory.end) KiB"),
      ("daemon RSS most ever", "\(most) KiB"),
      ("daemon CPU", rounded(daemonSeconds) + " s"),
      ("load CPU", rounded(loadSeconds) + " s"),
    ]
    let losses = run.subscribers.enumerated().filter { !isWhole($0.element) }.prefix(20)
    return (lines + losses.map { ("loss of subscriber \($0.offset)", loss($0.element)) })
      .map { "\($0.0): \($0.1)\n" }
      .joined()
  }

  private func loss(_ subscriber: Subscriber) -> String {
    "\(subscriber.jumps) jumps, \(subscriber.gaps) gaps, "
      + "\(max(0, run.newest - (subscriber.last ?? 0))) missing at the end"
      + (subscriber.isClosed ? ", closed by the daemon" : "")
  }

  private func rounded(_ value: Double) -> String {
    String(describing: (value * 100).rounded() / 100)
  }
}
