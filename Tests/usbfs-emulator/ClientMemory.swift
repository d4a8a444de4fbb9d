import CFuse
import Glibc

/// The memory of a program that made a request.
struct ClientMemory {
  let process: pid_t

  func read(_ address: UInt, count: Int) throws(Refusal) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard count == 0 || crampd_read_memory(process, address, &bytes, count) == count else {
      throw Refusal(code: EFAULT)
    }
    return bytes
  }

  func read<Value>(_ address: UInt, as: Value.Type) throws(Refusal) -> Value {
    let bytes = try read(address, count: MemoryLayout<Value>.size)
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
  }

  func write(_ bytes: some Collection<UInt8>, at address: UInt) throws(Refusal) {
    let bytes = Array(bytes)
    guard
      bytes.isEmpty || crampd_write_memory(process, address, bytes, bytes.count) == bytes.count
    else { throw Refusal(code: EFAULT) }
  }

  func write(_ value: some BitwiseCopyable, at address: UInt) throws(Refusal) {
    try write(withUnsafeBytes(of: value) { Array($0) }, at: address)
  }
}

/// Why a request is refused.
struct Refusal: Error {
  /// The `errno`.
  let code: Int32
}
