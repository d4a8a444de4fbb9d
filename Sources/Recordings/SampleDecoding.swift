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
    let first = self.count
    append(contentsOf: repeatElement(0, count: count))
    // Every access below lies within the bounds that the preconditions state.
    unsafe bytes.withUnsafeBytes { raw in
      unsafe withUnsafeMutableBufferPointer { out in
        let target = unsafe UnsafeMutableBufferPointer(rebasing: out[first...])
        let source = unsafe UnsafeRawBufferPointer(rebasing: raw[offset...])
        unsafe fill(target, from: source, stride: stride, code: code, calibration: calibration)
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
    for index in 0..<target.count {
      let at = index &* stride
      let low = unsafe Int32(bytes[at]) | Int32(bytes[at &+ 1]) << 8
      let word = unsafe low | Int32(bytes[at &+ 2]) << 16
      let whole = (word << 8) >> 8
      unsafe target[index] = Float(Double(whole) * scale + zero)
    }
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
