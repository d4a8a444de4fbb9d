import Glibc

/// What this process has used up to now.
enum ProcessUse {
  /// CPU time of all threads, in seconds.
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most memory that it had resident, in KiB; 0 where nothing says.
  ///
  /// `getrusage` would give what the process was that started it.
  static var peakMemory: Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
        as: UTF8.self
      )
      guard text.hasPrefix("VmHWM:") else { continue }
      return text.split(separator: " ").lazy.compactMap { Int($0) }.first
        ?? text.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0
    }
    return 0
  }
}
