/// Integer samples as files hold them, little endian.
enum SampleCode: Sendable {
  case unsigned8
  case signed16
  case signed24
  case signed32
  case float32

  /// Bytes of one sample.
  var width: Int {
    switch self {
    case .unsigned8: 1
    case .signed16: 2
    case .signed24: 3
    case .signed32, .float32: 4
    }
  }
}

/// A straight line from codes to values.
struct Calibration: Sendable {
  var scale: Double
  var zero: Double
}

extension [Float] {
  /// Adds samples from bytes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - offset: Where the first sample begins.
  ///   - stride: Bytes from one sample to the next.
  ///   - count: How many samples.
  ///   - code: How they are written.
  ///   - calibration: What a code stands for.
  mutating func append(
    from bytes: [UInt8],
    at offset: Int,
    stride: Int,
    count: Int,
    code: SampleCode,
    calibration: Calibration
  ) {
    guard count > 0 else { return }
    precondition(offset >= 0 && stride >= code.width)
    precondition(offset + (count - 1) * stride + code.width <= bytes.count)
    // Every access below lies within the bounds that the preconditions state.
    unsafe bytes.withUnsafeBytes { raw in
      let source = unsafe UnsafeRawBufferPointer(rebasing: raw[offset...])
      append(addingCapacity: count) { room in
        unsafe room.withUnsafeMutableBufferPointer { free, written in
          let target = unsafe UnsafeMutableBufferPointer(rebasing: free[..<count])
          unsafe fill(target, from: source, stride: stride, code: code, calibration: calibration)
          written = count
        }
      }
    }
  }
}

private func fill(
  _ target: UnsafeMutableBufferPointer<Float>,
  from bytes: UnsafeRawBufferPointer,
  stride: Int,
  code: SampleCode,
  calibration: Calibration
) {
  let scale = calibration.scale
  let zero = calibration.zero
  switch code {
  case .signed16:
    unsafe fillInt16(target, from: bytes, stride: stride, calibration: calibration)
  case .signed24:
    unsafe fillInt24(target, from: bytes, stride: stride, calibration: calibration)
  case .unsigned8:
    for index in 0..<target.count {
      unsafe target[index] = Float(Double(Int(bytes[index &* stride]) - 128) * scale + zero)
    }
  case .signed32:
    for index in 0..<target.count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: index &* stride, as: Int32.self)
      unsafe target[index] = Float(Double(Int32(littleEndian: word)) * scale + zero)
    }
  case .float32:
    for index in 0..<target.count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: index &* stride, as: UInt32.self)
      let value = Float(bitPattern: UInt32(littleEndian: word))
      unsafe target[index] = value.isFinite ? Float(Double(value) * scale + zero) : .nan
    }
  }
}

/// The common case apart, so that the compiler sees one short loop.
private func fillInt16(
  _ target: UnsafeMutableBufferPointer<Float>,
  from bytes: UnsafeRawBufferPointer,
  stride: Int,
  calibration: Calibration
) {
  let scale = calibration.scale
  let zero = calibration.zero
  if stride == 2 {
    for index in 0..<target.count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: index &* 2, as: Int16.self)
      unsafe target[index] = Float(Double(Int16(littleEndian: word)) * scale + zero)
    }
  } else {
    for index in 0..<target.count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: index &* stride, as: Int16.self)
      unsafe target[index] = Float(Double(Int16(littleEndian: word)) * scale + zero)
    }
  }
}

/// Four bytes at once where there are four: the sample and the first byte of what follows.
private func fillInt24(
  _ target: UnsafeMutableBufferPointer<Float>,
  from bytes: UnsafeRawBufferPointer,
  stride: Int,
  calibration: Calibration
) {
  let scale = calibration.scale
  let zero = calibration.zero
  let last = target.count - 1
  for index in 0..<last {
    let word = unsafe bytes.loadUnaligned(fromByteOffset: index &* stride, as: UInt32.self)
    let whole = Int32(bitPattern: UInt32(littleEndian: word) << 8) >> 8
    unsafe target[index] = Float(Double(whole) * scale + zero)
  }
  let low = unsafe bytes.loadUnaligned(fromByteOffset: last &* stride, as: UInt16.self)
  let high = unsafe Int8(bitPattern: bytes[last &* stride &+ 2])
  let whole = Int32(high) << 16 | Int32(UInt16(littleEndian: low))
  unsafe target[last] = Float(Double(whole) * scale + zero)
}
