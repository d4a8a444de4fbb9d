/// How much is to come before a reader is woken, so that it need not wake up for each packet.
public struct ByteBatch: Hashable, Sendable {
  /// Woken with each packet.
  public static let packet = Self(bytes: 1, longest: .zero)

  /// So many of the sensor's bytes wake it.
  public let bytes: Int
  /// Fewer wake it when the oldest of them has waited so long.
  public let longest: Duration

  /// A batch.
  public init(bytes: Int, longest: Duration) {
    self.bytes = bytes
    self.longest = longest
  }
}
