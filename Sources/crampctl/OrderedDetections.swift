import CrampDetection
import CrampModel
import Glibc

/// The detections in several recordings: made side by side, given in the order of the files.
struct OrderedDetections: Sendable {
  let files: [String]
  let reading: ReadingArguments
  let profile: Profile
  let chains: ChainArguments
  let calibrations: [Calibration]
  let findsLoudest: Bool

  /// Makes the detections and gives each, or why there is none.
  ///
  /// - Parameter give: Is called in the order of the files; what it throws ends the work.
  /// - Throws: What `give` throws.
  func run(_ give: (Result<Detection, any Error>) throws -> Void) async throws {
    try await withThrowingTaskGroup(of: (Int, Result<Detection, any Error>).self) { group in
      var ready: [Int: Result<Detection, any Error>] = [:]
      var begun = 0
      var given = 0
      while given < files.count {
        // Counted from what was given, so that no more than this wait for a long one before them.
        while begun < files.count, begun < given + Self.mostAtOnce {
          let index = begun
          group.addTask { (index, Result { try detection(of: files[index]) }) }
          begun += 1
        }
        guard let (index, result) = try await group.next() else { return }
        ready[index] = result
        while let next = ready.removeValue(forKey: given) {
          try give(next)
          given += 1
        }
      }
    }
  }

  /// One for each processor, as far as memory is no question.
  private static let mostAtOnce = min(8, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  private func detection(of file: String) throws -> Detection {
    try Detection(
      path: file,
      reading: reading,
      profile: profile,
      chains: chains,
      calibrations: calibrations,
      findsLoudest: findsLoudest,
      tellsProgress: files.count == 1
    )
  }
}
