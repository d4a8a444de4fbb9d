public import CrampModel

/// Counts lost frames by the counter that frames carry, with the clock's help where it wraps.
///
/// A counter of eight bits cannot see a loss of a whole multiple of 256 frames; the time since
/// the last frame tells how often it has wrapped, if it is longer than what a bus and a busy host
/// make of it: a counter of four bits at 1000 Hz wraps within 16 ms.
public struct FrameCounter: Hashable, Sendable {
  private static let patience = Duration.milliseconds(250)
  private let modulus: Int
  private let seconds: Double
  private var last: Int?
  private var lastTime = Duration.zero

  /// A counter that wraps after `modulus` values, on a stream of `rate`.
  public init(modulus: Int, rate: Hertz) {
    precondition(modulus > 1 && rate.value > 0, "a counter counts")
    self.modulus = modulus
    seconds = Double(modulus) / rate.value
  }

  /// Forgets the last frame: what comes next begins anew.
  public mutating func reset() {
    last = nil
  }

  /// Takes a frame in.
  ///
  /// - Parameters:
  ///   - count: Its counter, from 0 to the modulus less one.
  ///   - time: When it came.
  /// - Returns: How many frames are missing before it; 0 for the first.
  public mutating func lost(before count: Int, at time: Duration) -> Int {
    defer {
      last = count
      lastTime = time
    }
    guard let last else { return 0 }
    let seen = (count - last - 1 + modulus) % modulus
    guard time - lastTime > Self.patience else { return seen }
    let passed = Double(modulus) * ((time - lastTime) / .seconds(1)) / seconds
    let wraps = ((passed - Double(seen + 1)) / Double(modulus)).rounded()
    return seen + max(0, wraps.isFinite ? Int(min(wraps, 1e12)) : 0) * modulus
  }
}
