internal import CrampModel
internal import USBTransport

/// How much of a stream of bytes is a hop of the detector, as far as it has shown itself.
///
/// Between two hops nothing is decided, so nobody need wake up; the packet that completes one is
/// not to wait.
struct HopGauge: Sendable {
  /// How long bytes wait for the rest of a hop: what is in them beside samples is not to be late.
  static let longest = Duration.milliseconds(4)

  private let rate: Double
  private var bytes = 0.0
  private var frames = 0.0
  /// The most bytes that have come at once.
  private var packet = 0

  init(rate: Double) {
    self.rate = rate
  }

  /// Notes what a packet brought.
  mutating func note(bytes count: Int, frames more: Int) {
    bytes += Double(count)
    frames += Double(more)
    packet = max(packet, count)
    guard frames > rate else { return }
    // Half of what is known is that of the last second.
    bytes /= 2
    frames /= 2
  }

  /// What is to come before the packet that completes the hop; that one itself, once it is next.
  ///
  /// - Parameter position: Frames of the stream so far.
  /// - Returns: The batch to wait for.
  func rest(after position: Int) -> ByteBatch {
    let hop = rate * FeatureRow.hopSeconds
    guard frames > hop else { return .packet }
    let done = Double(position)
    let left = ((done / hop).rounded(.down) + 1) * hop - done
    let wanted = Int(left * bytes / frames) - packet
    return ByteBatch(bytes: max(1, wanted), longest: Self.longest)
  }
}
