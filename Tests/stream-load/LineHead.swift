import CrampModel
import Glibc

/// What the beginning of a line from the server says; the rest is not looked at.
enum LineHead {
  case hello(seq: Int64)
  case snapshot
  case event(seq: Int64)
  case gap
  case answer(id: Int, seq: Int64?)
  case refusal(id: Int?)
  case other

  init(_ bytes: UnsafeRawBufferPointer) {
    if let rest = Self.after(Text.event, bytes) {
      self = Self.number(rest).map { .event(seq: $0) } ?? .other
    } else if let rest = Self.after(Text.answer, bytes) {
      let id = Self.number(rest).map { Int($0) }
      if Self.find(Text.result, rest) != nil, let id {
        self = .answer(id: id, seq: Self.find(Text.seq, rest).flatMap(Self.number))
      } else {
        self = .refusal(id: id)
      }
    } else if Self.after(Text.hello, bytes) != nil {
      self = Self.find(Text.seq, bytes).flatMap(Self.number).map { .hello(seq: $0) } ?? .other
    } else if Self.after(Text.snapshot, bytes) != nil {
      self = .snapshot
    } else {
      self = Self.after(Text.gap, bytes) == nil ? .other : .gap
    }
  }

  /// When the daemon took a mark, in microseconds since 1970; sensors have times of their own.
  static func detected(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard find(Text.marker, bytes) != nil, let rest = find(Text.detected, bytes),
      let end = rest.firstIndex(of: UInt8(ascii: "\""))
    else {
      return nil
    }
    let text = String(decoding: rest[..<end], as: UTF8.self)
    return Timestamp(rfc3339: text)?.microseconds
  }

  private enum Text {
    static let event = Array(
      #"{"jsonrpc":"2.0","method":"event","params":{"seq":"#.utf8
    )
    static let hello = Array(#"{"jsonrpc":"2.0","method":"hello""#.utf8)
    static let snapshot = Array(#"{"jsonrpc":"2.0","method":"snapshot""#.utf8)
    static let gap = Array(#"{"jsonrpc":"2.0","method":"gap""#.utf8)
    static let answer = Array(#"{"jsonrpc":"2.0","id":"#.utf8)
    static let result = Array(#""result":"#.utf8)
    static let seq = Array(#""seq":"#.utf8)
    static let marker = Array(#""type":"marker""#.utf8)
    static let detected = Array(#""detected":""#.utf8)
  }

  private static func after(
    _ head: [UInt8],
    _ bytes: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    guard bytes.count >= head.count, let start = bytes.baseAddress,
      memcmp(start, head, head.count) == 0
    else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[head.count...])
  }

  /// What follows the first place of `part`.
  private static func find(
    _ part: [UInt8],
    _ bytes: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    var rest = bytes
    while let first = part.first, let place = rest.firstIndex(of: first) {
      rest = UnsafeRawBufferPointer(rebasing: rest[place...])
      if let found = after(part, rest) { return found }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
    }
    return nil
  }

  private static func number(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var value: Int64 = 0
    var count = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), count < 18 else { break }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
      count += 1
    }
    return count > 0 ? value : nil
  }
}

/// Cuts a stream into lines and gives the beginning of each.
struct LineHeads {
  /// The members that matter stand within so many bytes.
  private static let longest = 512
  private var begun: [UInt8] = []

  /// Calls `body` with the beginning of each line that ends in the bytes.
  mutating func push(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    var rest = bytes
    while let start = rest.baseAddress, let end = memchr(start, 10, rest.count) {
      let length = UnsafeRawPointer(end) - start
      let line = UnsafeRawBufferPointer(start: start, count: length)
      if begun.isEmpty {
        body(line)
      } else {
        begun.append(contentsOf: line.prefix(Self.longest))
        begun.withUnsafeBytes { body($0) }
        begun.removeAll(keepingCapacity: true)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...])
    }
    if begun.count < Self.longest { begun.append(contentsOf: rest.prefix(Self.longest)) }
  }
}
