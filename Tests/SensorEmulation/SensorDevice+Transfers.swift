extension SensorDevice {
  /// Takes a transfer in.
  ///
  /// - Parameter request: What the host asks for.
  /// - Returns: `false` if there is no such endpoint.
  public mutating func submit(_ request: USBRequest) -> Bool {
    if request.endpoint & 0x7F == 0 {
      traffic.submitted += 1
      control(request)
      return true
    }
    guard var pipe = pipes[request.endpoint] else { return false }
    traffic.submitted += 1
    if pipe.isHalted {
      end(request, .stalled)
    } else if request.endpoint & 0x80 == 0 {
      hear(request.data)
      end(request, .done, sent: request.data.count)
    } else {
      pipe.waiting.append(request)
      pipes[request.endpoint] = pipe
      pump()
    }
    return true
  }

  /// Takes a transfer back, which then ends with what it has.
  ///
  /// - Parameter id: The host's number for it.
  /// - Returns: `false` if it is not under way.
  public mutating func discard(_ id: UInt) -> Bool {
    for address in pipes.keys {
      guard let index = pipes[address]?.waiting.firstIndex(where: { $0.id == id }),
        let request = pipes[address]?.waiting.remove(at: index)
      else { continue }
      end(request, .cancelled)
      return true
    }
    return false
  }

  /// Fills the transfers that wait for data.
  mutating func pump() {
    guard isPresent, var pipe = pipes[dataIn], !faults.isBlocked(at: now, queue: &queue) else {
      return
    }
    while !pipe.isHalted, var request = pipe.waiting.first {
      if let fault = faults.takeTransferFault() {
        pipe.waiting.removeFirst()
        pipe.isHalted = fault == .stalled
        end(request, fault)
        continue
      }
      guard let packet = nextPacket() else { break }
      let room = request.length - request.received.count
      request.received += packet.prefix(room)
      pipe.waiting[0] = request
      if packet.count > room {
        pipe.waiting.removeFirst()
        end(request, .overflowed)
      } else if packet.count < pipe.size || room == packet.count {
        pipe.waiting.removeFirst()
        end(request, .done)
      }
    }
    pipes[dataIn] = pipe
  }

  private mutating func nextPacket() -> [UInt8]? {
    let isShort = faults.shortPackets > 0
    let largest = isShort ? 1 : Int.max
    guard let packet = bridge.packet(from: &queue, at: now, largest: largest) else { return nil }
    if isShort { faults.shortPackets -= 1 }
    traffic.packets += 1
    return packet
  }

  private mutating func control(_ request: USBRequest) {
    traffic.controlRequests += 1
    guard let setup = ControlRequest(request.data) else { return end(request, .stalled) }
    let data = setup.isIn ? [] : Array(request.data.dropFirst(8).prefix(Int(setup.length)))
    let before = bridge.line
    switch standardReply(setup) ?? bridge.control(setup, data: data) {
    case .stall: return end(request, .stalled)
    case .purge: queue.removeAll()
    case .output(let bytes): hear(bytes)
    case .done(let answer) where setup.isIn:
      var request = request
      request.received = Array(answer.prefix(min(Int(setup.length), max(0, request.length - 8))))
      return end(request, .done)
    case .done: break
    }
    follow(from: before)
    end(request, .done, sent: data.count)
  }

  /// Resets the microcontroller where the host has raised its line.
  private mutating func follow(from before: SerialLine) {
    guard wiring.resetsWhenReady, !before.isReady, bridge.line.isReady else { return }
    if faults.silence == .untilReset { faults.silence = .none }
    firmware.reset(at: now)
  }

  /// Requests that every device knows (USB 2.0, 9.4); `nil` for others.
  private mutating func standardReply(_ request: ControlRequest) -> ControlReply? {
    switch (request.type, request.request) {
    case (0x80, 0x06):
      switch request.value >> 8 {
      case 1: return .done(descriptors.device)
      case 2: return .done(descriptors.configuration)
      case 3: return descriptors.string(UInt8(request.value & 0xFF)).map { .done($0) } ?? .stall
      default: return .stall
      }
    case (0x80, 0x00), (0x81, 0x00), (0x82, 0x00): return .done([0, 0])
    case (0x80, 0x08): return .done([1])
    case (0x81, 0x0A): return .done([0])
    case (0x00, 0x09): return request.value == 1 ? .done() : .stall
    case (0x02, 0x01):
      return clearHalt(UInt8(request.index & 0xFF)) ? .done() : .stall
    default: return nil
    }
  }
}
