import CrampModel
import Dispatch
import Logging
import Recordings
import ServiceLifecycle
import Synchronization

/// Writes clips one after the other on a thread of its own, so that no sensor waits for the disk.
final class ClipWriter: Service {
  /// Samples that may wait for the disk, over all clips: 16 MB.
  private static let mostSamples = 4_000_000

  private let stateDirectory: String
  private let logger: Logger
  private let queue = DispatchQueue(label: "crampd.clips")
  private let state = Mutex(State())
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  private struct State {
    var plan: ClipPlan?
    var folder: ClipFolder?
    /// Whether the folder may have what a crash has left.
    var isNew = false
    var waiting: [(clip: EventClip, folder: ClipFolder)] = []
    var samples = 0
    /// Clips that are not on the disk, and why the last of them is not.
    var lost = 0
    var trouble: String?
  }

  init(_ plan: ClipPlan?, stateDirectory: String, logger: Logger) {
    self.stateDirectory = stateDirectory
    self.logger = logger
    (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    use(plan)
  }

  /// Keeps clips elsewhere or in another way from now on; `nil` when none are wanted any more.
  func use(_ plan: ClipPlan?) {
    state.withLock { state in
      state.plan = plan
      guard let plan else { return }
      state.folder = ClipFolder(path: plan.path(inState: stateDirectory), policy: plan.policy)
      state.isNew = true
    }
    wake.yield()
  }

  /// Clips that could not be kept; `nil` where none are wanted.
  var lostClips: Int? { state.withLock { $0.plan == nil ? nil : $0.lost } }

  /// Takes clips to be written, as far as there is room for them; never waits.
  func offer(_ clips: [EventClip]) {
    guard !clips.isEmpty else { return }
    for clip in clips where !hasTaken(clip) {
      lose(clip.name, because: "the disk is too slow")
    }
    wake.yield()
  }

  /// Notes a clip that was not even cut.
  func lose(_ what: String, because cause: String) {
    let isNew = state.withLock { state in
      state.lost += 1
      defer { state.trouble = cause }
      return state.trouble != cause
    }
    if isNew { logger.error("a clip is lost", metadata: ["clip": "\(what)", "cause": "\(cause)"]) }
  }

  /// Writes until the daemon stops, and then what is still there.
  func run() async throws {
    await withGracefulShutdownHandler {
      for await _ in wakes { await writeAll() }
      await writeAll()
    } onGracefulShutdown: {
      self.wake.finish()
    }
    let lost = state.withLock { $0.lost }
    if lost > 0 { logger.error("clips were lost", metadata: ["count": "\(lost)"]) }
  }

  private func hasTaken(_ clip: EventClip) -> Bool {
    state.withLock { state in
      let samples = state.samples + clip.sampleCount
      guard samples <= Self.mostSamples || state.waiting.isEmpty, let folder = state.folder else {
        return false
      }
      state.samples = samples
      state.waiting.append((clip, folder))
      return true
    }
  }

  private func writeAll() async {
    if let folder = newFolder() {
      await onQueue { self.tidy(folder) }
    }
    while let (clip, folder) = state.withLock({ $0.waiting.first }) {
      await onQueue { self.write(clip, to: folder) }
      state.withLock { state in
        state.waiting.removeFirst()
        state.samples -= clip.sampleCount
      }
    }
  }

  private func newFolder() -> ClipFolder? {
    state.withLock { state in
      defer { state.isNew = false }
      return state.isNew ? state.folder : nil
    }
  }

  private func onQueue(_ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
      queue.async {
        body()
        continuation.resume()
      }
    }
  }

  private func tidy(_ folder: ClipFolder) {
    do {
      try folder.removeUnfinished()
    } catch {
      logger.error("\(error)")
    }
  }

  private func write(_ clip: EventClip, to folder: ClipFolder) {
    do {
      try folder.keep(clip, at: LiveEvents.now)
    } catch {
      lose(clip.name, because: error.cause)
      return
    }
    let trouble = state.withLock { $0.trouble.take() }
    if trouble != nil { logger.notice("clips are kept again", metadata: ["clip": "\(clip.name)"]) }
  }
}

extension RecordingError {
  /// What is wrong with the directory, in words that do not change from clip to clip.
  fileprivate var cause: String {
    switch problem {
    case .diskNearlyFull: "too little of the disk is free"
    case .shareUsed: "a clip is longer than max_mb allows"
    default: problem.description
    }
  }
}
