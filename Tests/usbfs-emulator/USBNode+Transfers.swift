import CUsbfs
import EmulatorScript
import Glibc
import SensorEmulation

/// Transfers: asked for, taken back, fetched.
extension USBNode {
  private static let most = 1_000
  private static let largest = 1 << 20

  func submit(_ address: UInt, _ memory: ClientMemory, owner: Int) throws(Refusal) {
    guard urbs.count < Self.most else { throw Refusal(code: ENOMEM) }
    let structure = try memory.read(address, as: usbdevfs_urb.self)
    let isControl = structure.type == USBDEVFS_URB_TYPE_CONTROL
    let length = Int(structure.buffer_length)
    guard (0...Self.largest).contains(length), structure.type != USBDEVFS_URB_TYPE_ISO,
      !isControl || length >= 8
    else { throw Refusal(code: EINVAL) }
    try fail(isControl ? .control : .submit)
    let endpoint = isControl ? 0 : structure.endpoint
    let buffer = UInt(bitPattern: structure.buffer)
    let isOut = endpoint & 0x80 == 0
    lastURB += 1
    let request = USBRequest(
      id: lastURB,
      endpoint: endpoint,
      length: length,
      data: isOut ? try memory.read(buffer, count: length) : []
    )
    urbs[lastURB] = URB(
      owner: owner,
      address: address,
      buffer: isControl ? buffer + 8 : buffer,
      room: isControl ? length - 8 : length
    )
    guard model.submit(request) else {
      urbs[lastURB] = nil
      throw Refusal(code: ENOENT)
    }
  }

  func discard(_ address: UInt, owner: Int) throws(Refusal) {
    let id = urbs.first { $0.value.owner == owner && $0.value.address == address }?.key
    guard let id, model.discard(id) else { throw Refusal(code: EINVAL) }
  }

  /// Gives the program the oldest transfer that is done; like Linux, its data only now.
  func reap(
    _ argument: UInt,
    _ memory: ClientMemory,
    owner: Int,
    isBlocking: Bool
  ) throws(Refusal) {
    guard let index = done.firstIndex(where: { urbs[$0.id]?.owner == owner }) else {
      // A signal may always interrupt a wait; the program asks again.
      throw Refusal(code: !isPresent ? ENODEV : isBlocking ? EINTR : EAGAIN)
    }
    let completion = done.remove(at: index)
    guard let urb = urbs.removeValue(forKey: completion.id) else { throw Refusal(code: EAGAIN) }
    reaped += 1
    try memory.write(completion.data.prefix(urb.room), at: urb.buffer)
    let status = UInt(MemoryLayout<usbdevfs_urb>.offset(of: \.status) ?? 4)
    let length = UInt(MemoryLayout<usbdevfs_urb>.offset(of: \.actual_length) ?? 28)
    try memory.write(completion.status.rawValue, at: urb.address + status)
    try memory.write(Int32(completion.length), at: urb.address + length)
    try memory.write(urb.address, at: argument)
  }
}
