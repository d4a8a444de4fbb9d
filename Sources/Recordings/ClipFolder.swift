public import CrampModel
import Glibc

/// The directory that clips are kept in: each file whole or not there, all of them bounded.
///
/// Files that are not named like a clip are none of its business. One daemon at a time uses it.
public struct ClipFolder: Sendable {
  /// The directory.
  public let path: String
  private let policy: ClipPolicy
  private let space: @Sendable (String) throws(RecordingError) -> DiskSpace

  /// A file that is named like a clip.
  private struct Entry {
    let name: String
    let size: Int64
    /// Seconds since 1970.
    let written: Double
  }

  /// Names a directory; nothing is made.
  ///
  /// - Parameters:
  ///   - path: The directory; it is made with the first clip if only its last part is missing.
  ///   - policy: How much is kept.
  ///   - space: Tells how much of a directory's disk is free.
  public init(
    path: String,
    policy: ClipPolicy = ClipPolicy(),
    space: @escaping @Sendable (String) throws(RecordingError) -> DiskSpace = {
      (path) throws(RecordingError) in try DiskSpace(path: path)
    }
  ) {
    self.path = path
    self.policy = policy
    self.space = space
  }

  /// Deletes what a process that was killed left unfinished; no directory is no error.
  ///
  /// - Throws: ``RecordingError`` if the directory cannot be listed.
  public func removeUnfinished() throws(RecordingError) {
    guard unsafe access(path, F_OK) == 0 else { return }
    for name in try names() where name.hasPrefix(ClipName.unfinished) {
      guard ClipName.matches(name.dropFirst(ClipName.unfinished.count)) else { continue }
      // Best effort: it counts for nothing and is tried again at the next start.
      _ = unsafe unlink("\(path)/\(name)")
    }
  }

  /// Writes a clip, and makes room for it; may wait for the disk.
  ///
  /// - Parameters:
  ///   - clip: The clip; a file of its name is replaced, which holds the same event.
  ///   - now: The time by the system's clock, by which old clips are judged.
  /// - Returns: The file's path; all of it is on the disk.
  /// - Throws: ``RecordingError`` if it could not be written; then there is nothing of it.
  @discardableResult
  public func keep(_ clip: EventClip, at now: Timestamp) throws(RecordingError) -> String {
    try RecordingFolder(path: path).make()
    let free = try space(path).free
    guard free >= policy.reserve else {
      let problem = RecordingError.Problem.diskNearlyFull(free: free, reserve: policy.reserve)
      throw RecordingError(.write, path: path, problem)
    }
    try makeRoom(for: clip, now: now)
    let unfinished = "\(path)/\(ClipName.unfinished)\(clip.name)"
    let final = "\(path)/\(clip.name)"
    _ = unsafe unlink(unfinished)
    do throws(RecordingError) {
      try Self.write(clip, to: unfinished)
      guard unsafe rename(unfinished, final) == 0 else {
        throw RecordingError(.write, path: final, .system(call: "rename", code: errno))
      }
    } catch {
      _ = unsafe unlink(unfinished)
      throw error
    }
    synchronizeDirectory()
    return final
  }

  private static func write(_ clip: EventClip, to path: String) throws(RecordingError) {
    var writer = try EDFWriter(livePath: path, kind: clip.kind, stream: clip.stream)
    for label in clip.labels { writer.annotate(label) }
    try writer.write(clip.block)
    do {
      try writer.close()
    } catch {
      // The samples are whole; a burst of events may be more than their seconds have room for.
      guard case .annotationsLost = error.problem else { throw error }
    }
  }

  /// Deletes clips that are too old, then the oldest until there is room.
  private func makeRoom(for clip: EventClip, now: Timestamp) throws(RecordingError) {
    let size = try clip.size(in: path)
    let entries = try entries().filter { $0.name != clip.name }.sorted {
      ($0.written, $0.name) < ($1.written, $1.name)
    }
    let ages = FileAges.ages(written: entries.map(\.written), now: now.seconds(since: .epoch))
    let limit = policy.keepDays.map { Double($0) * 86_400 } ?? .infinity
    var used = entries.reduce(0) { $0 + $1.size }
    var refusal: RecordingError?
    // A clip that could never have room costs no other its own.
    let isPossible = size <= policy.maximumBytes
    for (entry, age) in zip(entries, ages) {
      let isInTheWay = isPossible && used + size > policy.maximumBytes
      guard age > limit || isInTheWay else { continue }
      let file = "\(path)/\(entry.name)"
      if unsafe unlink(file) == 0 || errno == ENOENT {
        used -= entry.size
      } else {
        let problem = RecordingError.Problem.system(call: "delete", code: errno)
        refusal = refusal ?? RecordingError(.write, path: file, problem)
      }
    }
    guard used + size > policy.maximumBytes else { return }
    let full = RecordingError.Problem.shareUsed(used: used + size, allowed: policy.maximumBytes)
    throw refusal ?? RecordingError(.write, path: path, full)
  }

  private func entries() throws(RecordingError) -> [Entry] {
    try names().compactMap { name in
      guard ClipName.matches(name) else { return nil }
      var facts = stat()
      // Of a link, these are the link's own.
      guard unsafe lstat("\(path)/\(name)", &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
        return nil
      }
      let written = Double(facts.st_mtim.tv_sec) + Double(facts.st_mtim.tv_nsec) / 1e9
      return Entry(name: name, size: Int64(facts.st_size), written: written)
    }
  }

  private func names() throws(RecordingError) -> [String] {
    try RecordingFolder(path: path).names()
  }

  /// The name is on the disk too, where the file system has something to wait for.
  private func synchronizeDirectory() {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    // Best effort: the content is there, and at worst a power cut takes the whole file away.
    fsync(descriptor)
    close(descriptor)
  }
}

extension EventClip {
  /// The bytes that its file will have.
  fileprivate func size(in path: String) throws(RecordingError) -> Int64 {
    let layout = try EDFLayout(path: path, kind: kind, stream: stream, recordDuration: 1)
    let seconds = layout.seconds(block.channels.map(\.count))
    let records = Int((seconds / layout.shape.duration).rounded(.up))
    return Int64(256 * (stream.channels.count + 2) + records * layout.recordLength)
  }
}
