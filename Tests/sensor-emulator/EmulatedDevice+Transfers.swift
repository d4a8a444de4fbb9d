import CUMockdev
import CUsbfs
import EmulatorScript
import Glibc
import SensorEmulation

/// Transfers: asked for, taken back, fetched.
extension EmulatedDevice {
  private static let most = 1_000
  private static let largest = 1 << 20

  func submit(_ argument: UnsafeMutablePointer<UMockdevIoctlData>, owner: Int) -> Answer {
    guard urbs.count < Self.most else { return .refused(ENOMEM) }
    let size = MemoryLayout<usbdevfs_urb>.size
    guard let data = crampd_resolve(argument, 0, size) else { return .refused(EFAULT) }
    if let refusal = submit(data, owner: owner) {
      crampd_unref(data)
      return .refused(refusal)
    }
    return .value(0)
  }

  /// Takes a transfer in.
  ///
  /// - Parameters:
  ///   - data: Its structure; kept, unless it is refused.
  ///   - owner: Which program.
  /// - Returns: Why it is refused.
  private func submit(_ data: UnsafeMutablePointer<UMockdevIoctlData>, owner: Int) -> Int32? {
    guard let memory = data.pointee.data else { return EFAULT }
    let structure = UnsafeRawPointer(memory).loadUnaligned(as: usbdevfs_urb.self)
    let isControl = structure.type == USBDEVFS_URB_TYPE_CONTROL
    let length = Int(structure.buffer_length)
    guard (0...Self.largest).contains(length), structure.type != USBDEVFS_URB_TYPE_ISO,
      !isControl || length >= 8
    else { return EINVAL }
    if case .refused(let code) = fail(isControl ? .control : .submit) { return code }
    let offset = MemoryLayout<usbdevfs_urb>.offset(of: \.buffer) ?? 16
    let buffer = length == 0 ? nil : crampd_resolve(data, offset, length)
    guard buffer != nil || length == 0 else { return EFAULT }
    let endpoint = isControl ? 0 : structure.endpoint
    let isOut = endpoint & 0x80 == 0
    let bytes = buffer.map { Array(UnsafeBufferPointer(start: $0.pointee.data, count: length)) }
    lastURB += 1
    urbs[lastURB] = URB(
      structure: data,
      buffer: buffer,
      owner: owner,
      offset: isControl ? 8 : 0
    )
    let request = USBRequest(
      id: lastURB,
      endpoint: endpoint,
      length: length,
      data: isOut ? bytes ?? [] : []
    )
    guard !model.submit(request) else { return nil }
    urbs.removeValue(forKey: lastURB)
    if let buffer { crampd_unref(buffer) }
    return ENOENT
  }

  func discard(at address: UInt, owner: Int) -> Answer {
    let id = urbs.first {
      $0.value.owner == owner && $0.value.structure.pointee.client_addr == address
    }?.key
    guard let id, model.discard(id) else { return .refused(EINVAL) }
    return .value(0)
  }

  func reap(
    _ argument: UnsafeMutablePointer<UMockdevIoctlData>,
    owner: Int,
    isBlocking: Bool
  ) -> Answer {
    guard let index = done.firstIndex(where: { urbs[$0]?.owner == owner }) else {
      guard isPresent else {
        isHangupTold = true
        return .refused(ENODEV)
      }
      // A signal may always interrupt a wait; the program asks again.
      return .refused(isBlocking ? EINTR : EAGAIN)
    }
    guard let place = crampd_resolve(argument, 0, MemoryLayout<UInt>.size) else {
      return .refused(EFAULT)
    }
    defer { crampd_unref(place) }
    let id = done.remove(at: index)
    guard let urb = urbs.removeValue(forKey: id) else { return .refused(EAGAIN) }
    _ = umockdev_ioctl_data_set_ptr(place, 0, urb.structure)
    released.append(urb)
    reaped += 1
    return .value(0)
  }

  /// Lets go of transfers whose memory has been written back.
  func releaseReaped() {
    for urb in released { urb.release() }
    released.removeAll()
  }
}

extension EmulatedDevice.URB {
  /// Notes in the program's memory how the transfer ended.
  func finish(_ completion: USBCompletion) {
    if let buffer {
      let room = max(0, Int(buffer.pointee.data_len) - offset)
      for (index, byte) in completion.data.prefix(room).enumerated() {
        buffer.pointee.data[offset + index] = byte
      }
    }
    let bytes = UnsafeMutableRawPointer(structure.pointee.data)
    let status = MemoryLayout<usbdevfs_urb>.offset(of: \.status) ?? 4
    let length = MemoryLayout<usbdevfs_urb>.offset(of: \.actual_length) ?? 28
    bytes?.storeBytes(of: completion.status.rawValue, toByteOffset: status, as: Int32.self)
    bytes?.storeBytes(of: Int32(completion.length), toByteOffset: length, as: Int32.self)
  }

  func release() {
    if let buffer { crampd_unref(buffer) }
    crampd_unref(structure)
  }
}
