import CLinux
import Foundation
import Glibc
import ServiceLifecycle

/// Gives back the memory that only the start needed.
///
/// The kernel maps sixteen pages of a program's code for each one that is touched, and keeps them
/// as long as memory is not short. What is used again comes back without a look at the disk.
struct StartMemory: Service {
  /// When the start is over, and the look at the journal as well unless it is long.
  private static let pause = Duration.seconds(3)

  /// Waits for the end of the start, and then for that of the daemon.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      guard (try? await Task.sleep(for: Self.pause)) != nil else { return }
      Self.release()
      try? await gracefulShutdown()
    }
  }

  private static func release() {
    malloc_trim(0)
    guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else { return }
    for line in maps.split(separator: "\n") {
      guard let range = code(line) else { continue }
      // Code that was not asked for is not missed, so there is nothing to do if this fails.
      let begin = unsafe UnsafeMutableRawPointer(bitPattern: range.lowerBound)
      _ = unsafe madvise(begin, range.count, MADV_DONTNEED)
    }
  }

  /// The addresses of code that comes from a file and is never written; `nil` if it is not.
  ///
  ///     7f5c1a000000-7f5c1c000000 r-xp 00022000 fe:01 1835  /usr/bin/crampd
  static func code(_ line: Substring) -> Range<UInt>? {
    let fields = line.split(separator: " ")
    guard fields.count > 5, fields[1] == "r-xp", fields[4] != "0" else { return nil }
    let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
    guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
    return bounds[0]..<bounds[1]
  }
}
