/// What stands at the front of some bytes.
enum PacketReading<Packet> {
  /// A packet, and how many bytes it takes.
  case packet(Packet, size: Int)
  /// What may become a packet with more bytes.
  case incomplete
  /// No packet.
  case nothing
}

/// Cuts a stream of bytes into packets, and finds back into it after garbage.
///
///     searching ──several packets in a row──▶ locked
///         ▲                                      │
///         └────────────── no packet ─────────────┘
///
/// What begins a packet can occur inside one, so one alone is proof only where the last one ended,
/// and for some families only if it is the one that is expected there.
struct PacketSync: Sendable {
  private var bytes: [UInt8]
  private var times: [Duration]
  private var front = 0
  private var end = 0
  private(set) var isLocked = false
  private var skipped = 0
  /// When the last byte of the packet that was taken last had come: a packet can wait for the next
  /// one to prove it.
  private(set) var time = Duration.zero

  /// Searches for packets.
  ///
  /// - Parameters:
  ///   - longest: Bytes of the longest packet.
  ///   - mostInARow: The most packets in a row that are asked for as a proof.
  init(longest: Int, mostInARow: Int = 2) {
    precondition(longest > 0 && mostInARow > 0, "a packet has bytes")
    bytes = Array(repeating: 0, count: 2 * mostInARow * longest)
    times = Array(repeating: .zero, count: bytes.count)
  }

  /// Forgets all bytes.
  mutating func reset() {
    front = 0
    end = 0
    skipped = 0
    isLocked = false
  }

  /// Takes as many bytes as there is room for; at least one once ``next(inARow:isExpected:follows:read:)`` gave `nil`.
  ///
  /// - Parameters:
  ///   - source: The bytes that came.
  ///   - index: Of the first that has not been taken; moved behind the last that is.
  ///   - time: When they came.
  mutating func fill(from source: Span<UInt8>, at index: inout Int, time: Duration) {
    if source.count - index > bytes.count - end, front > 0 {
      for offset in 0..<(end - front) {
        bytes[offset] = bytes[front + offset]
        times[offset] = times[front + offset]
      }
      end -= front
      front = 0
    }
    while index < source.count, end < bytes.count {
      bytes[end] = source[index]
      times[end] = time
      end += 1
      index += 1
    }
  }

  /// Takes the next packet off the front.
  ///
  /// - Parameters:
  ///   - inARow: How many packets in a row are proof while it searches.
  ///   - isExpected: Whether the packet can be the next one of a stream that is locked on.
  ///   - follows: Whether the second packet can come right after the first.
  ///   - read: What stands at the front of bytes, of which there is at least one.
  /// - Returns: The packet; `nil` if it takes more bytes to tell.
  mutating func next<Packet>(
    inARow: Int = 2,
    isExpected: (Packet) -> Bool = { _ in true },
    follows: (Packet, Packet) -> Bool = { _, _ in true },
    read: (Span<UInt8>) -> PacketReading<Packet>
  ) -> Packet? {
    while front < end {
      let isFull = front == 0 && end == bytes.count
      switch confirmed(inARow: inARow, isExpected: isExpected, follows: follows, read: read) {
      case .packet(let packet, let size):
        isLocked = true
        front += size
        time = times[max(front, 1) - 1]
        return packet
      case .incomplete where !isFull:
        return nil
      case .incomplete, .nothing:
        isLocked = false
        front += 1
        skipped += 1
      }
    }
    return nil
  }

  /// What stands at the front, where enough packets in a row prove it.
  private func confirmed<Packet>(
    inARow: Int,
    isExpected: (Packet) -> Bool,
    follows: (Packet, Packet) -> Bool,
    read: (Span<UInt8>) -> PacketReading<Packet>
  ) -> PacketReading<Packet> {
    let first = read(bytes.span.extracting(front..<end))
    guard case .packet(var last, let size) = first, !isLocked || !isExpected(last) else {
      return first
    }
    var offset = front + size
    for _ in 1..<inARow {
      guard offset < end else { return .incomplete }
      switch read(bytes.span.extracting(offset..<end)) {
      case .packet(let packet, let size) where follows(last, packet):
        last = packet
        offset += size
      case .incomplete:
        return .incomplete
      case .packet, .nothing:
        return .nothing
      }
    }
    return first
  }

  /// How many bytes were skipped since the last call.
  mutating func takeSkipped() -> Int {
    defer { skipped = 0 }
    return skipped
  }
}
