/// How old files are, on a machine whose clock may have been wrong when they were written.
///
///     written   1970 1970      |      2026-11-01  2026-11-21   now
///     age         20   20   leap           20           0 days
///
/// Ages add up from the newest file to the oldest. Where more than a year lies between two, the
/// clock has leapt, as it does at the first start of a machine without one, and the leap ages
/// nothing: it cannot be told from a year without use, and what it would delete is gone. A file
/// of the future is new.
struct FileAges {
  /// Seconds between two files that are a leap of the clock.
  static let leap = 365.0 * 86_400

  /// The ages, in seconds, in the order of the times.
  ///
  /// - Parameters:
  ///   - written: When each file was last written to, in seconds since 1970.
  ///   - now: The present time, in seconds since 1970.
  /// - Returns: Never below zero.
  static func ages(written: [Double], now: Double) -> [Double] {
    var ages = written.map { _ in 0.0 }
    var age = 0.0
    var newer = now
    for index in written.indices.sorted(by: { written[$0] > written[$1] })
    where written[index] <= now {
      let between = newer - written[index]
      if between <= leap { age += between }
      ages[index] = age
      newer = written[index]
    }
    return ages
  }
}
