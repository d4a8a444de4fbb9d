import CrampModel

/// The way between firmware and bridge, where speed, silence and garbage act.
extension SensorDevice {
  /// Whether the bits of the firmware and those of the bridge have about the same length; UARTs
  /// bear some 4 %.
  var isLineInTune: Bool {
    guard let baud = wiring.baud else { return true }
    let ratio = Double(bridge.line.baud) / Double(baud)
    return abs(ratio - 1) < 0.04
  }

  /// Whether the host hears nothing and is not heard.
  private var isSilent: Bool {
    if case .until(let end) = faults.silence { return now < end }
    return faults.silence != .none || (wiring.waitsForReady && !bridge.line.isReady)
  }

  /// Brings what the firmware said to where the host fetches it.
  mutating func route() {
    if var chip = bridge as? FTDIBridge {
      chip.isFraming = !isLineInTune
      bridge = chip
    }
    guard !isSilent else {
      traffic.silencedFrames += output.frames.count
      return
    }
    if !isLineInTune {
      traffic.garbledFrames += output.frames.count
      output.bytes = faults.garbled(output.bytes)
      output.frames.removeAll()
    }
    let garbage = faults.takeGarbage()
    if !garbage.isEmpty {
      var said = FirmwareOutput()
      said.bytes = garbage
      queue.append(said, unit: unit)
    }
    queue.append(output, unit: unit)
  }

  /// Brings what the host said to the firmware.
  mutating func hear(_ bytes: [UInt8]) {
    guard !isSilent else { return }
    firmware.receive(isLineInTune ? bytes : faults.garbled(bytes), at: now)
  }

  /// Inserts bytes in front of what the firmware says next.
  ///
  /// - Parameters:
  ///   - count: How many; whole reports where the device sends reports.
  ///   - seed: The random numbers.
  public mutating func addGarbage(_ count: Int, seed: UInt64) {
    faults.addGarbage((count + unit - 1) / unit * unit, seed: seed)
  }

  /// Leaves out the next frames.
  public mutating func drop(_ count: Int) {
    firmware.source.toDrop += count
  }

  /// Makes the sensor's event input see an event.
  public mutating func event(_ number: Int) {
    firmware.event(number)
  }

  /// Lets the host get nothing for a while, in which the FIFO has the chip's own size.
  public mutating func block(for length: Duration) {
    faults.blockedUntil = now + length
    queue.limit = bridge.capacity
  }
}
