public import CrampModel

/// All USB devices of the machine.
public final class USBHost: Sendable {
  /// Devices as they come and go.
  public let changes: AsyncStream<USBChange>

  /// Opens the machine's USB.
  public init() throws(USBError) {
    changes = AsyncStream { nil }
  }

  /// The devices that are there now, ordered by address.
  public func attached() -> [AttachedDevice] { [] }

  /// What a device calls itself.
  public func strings(of address: USBAddress) async throws(USBError) -> USBStrings {
    throw USBError(code: -12, operation: "read strings")
  }

  /// Opens a link to a device.
  public func open(
    _ address: USBAddress,
    link: LinkKind,
    line: SerialLine,
    tap: (@Sendable (TransferRecord) -> Void)? = nil
  ) async throws(USBError) -> USBLink {
    throw USBError(code: -12, operation: "open")
  }

  /// Ends all.
  public func close() {}
}
