import Dispatch

/// Runs an actor on a thread of its own, so that waiting for the disk holds up nobody else.
final class JournalExecutor: SerialExecutor {
  let queue = DispatchQueue(label: "crampd.journal")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async {
      unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
    }
  }

  func checkIsolated() {
    dispatchPrecondition(condition: .onQueue(queue))
  }
}
