import USBTransport

/// Looks for every kind of link in the descriptors of a device, as Linux keeps them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let device = AttachedDevice(
    address: USBAddress(bus: 1, device: 2),
    portPath: "1-1",
    descriptors: input
  )
  precondition(device.problem == nil || device.interfaces.isEmpty, "interfaces beside a problem")
  _ = LinkKind(device)
  for kind in LinkKind.allCases {
    guard let layout = try? LinkLayout(kind, of: device) else { continue }
    precondition((1...1_024).contains(layout.input.maxPacket), "a packet of no size")
    precondition(!layout.claims.isEmpty, "nothing to claim")
  }
  return 0
}
