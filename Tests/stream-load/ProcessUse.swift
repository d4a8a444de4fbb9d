import Glibc

/// What a process costs, as the kernel tells.
struct ProcessUse {
  /// `nil` for this process.
  let pid: Int32?

  private var place: String { "/proc/\(pid.map { String($0) } ?? "self")" }

  /// Resident memory in KiB, now and at its most.
  var memory: (now: Int, most: Int) {
    var now = 0
    var most = 0
    for line in Self.text(place + "/status").split(separator: "\n") {
      let number = Int(line.filter(\.isNumber)) ?? 0
      if line.hasPrefix("VmRSS:") { now = number }
      if line.hasPrefix("VmHWM:") { most = number }
    }
    return (now, most)
  }

  /// Seconds of the processor, of all threads.
  var seconds: Double {
    // The name, in brackets, may hold blanks.
    let fields = Self.text(place + "/stat").split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
      return 0
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  private static func text(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 8_192)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}

/// The time of day in microseconds since 1970, as the daemon reads it.
func wallClock() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
}
