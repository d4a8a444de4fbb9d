/// Turns what a transfer brought into what the sensor sent; live and for a replay alike.
public struct LinkDecoder: Hashable, Sendable {
  private let kind: LinkKind
  private let maxPacket: Int

  /// A decoder.
  ///
  /// - Parameters:
  ///   - kind: How bytes go.
  ///   - maxPacket: The packet size of the endpoint; taken as at least 8, the least of USB.
  public init(_ kind: LinkKind, maxPacket: Int) {
    self.kind = kind
    self.maxPacket = max(8, maxPacket)
  }

  /// Appends what the sensor sent to `bytes`.
  ///
  /// - Parameters:
  ///   - transfer: All that one transfer brought.
  ///   - bytes: Where the sensor's bytes are appended; the whole report for HID.
  /// - Returns: What the chip says went wrong on its line.
  public func payload(of transfer: Span<UInt8>, into bytes: inout [UInt8]) -> LineErrors {
    guard kind != .ftdi else {
      return FTDIStatus.strip(transfer, maxPacket: maxPacket, into: &bytes)
    }
    for index in transfer.indices { bytes.append(transfer[index]) }
    return LineErrors()
  }

  /// How many of the sensor's bytes are in a transfer of `count` bytes.
  public func payloadCount(ofTransfer count: Int) -> Int {
    kind == .ftdi ? FTDIStatus.payloadCount(ofTransfer: count, maxPacket: maxPacket) : count
  }
}
