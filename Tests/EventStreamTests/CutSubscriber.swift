import EventJournal
import NIOCore
import NIOPosix

@testable import EventStream

/// A subscriber whose connection is cut at any byte, and that goes on from its last event.
struct CutSubscriber {
  let path: String
  let filter: EventFilter
  private(set) var events: [String] = []
  private var cursor: Int64

  init(path: String, filter: EventFilter, after: Int64) {
    self.path = path
    self.filter = filter
    cursor = after
  }

  /// Reads at most so many bytes; returns whether the event with the text `last` came.
  mutating func connect(bytes: Int, until last: String) async throws -> Bool {
    var state = self
    defer { self = state }
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(unixDomainSocketPath: path) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, _ in
      try await channel.channel.writeAndFlush(ByteBuffer(string: state.request))
      var left = bytes
      var isAnswered = false
      var lines = LineSplitter(limit: 1 << 20)
      for try await buffer in inbound {
        let taken = buffer.readableBytesView.prefix(left)
        left -= taken.count
        lines.push(taken)
        while case .text(let line)? = lines.next() {
          if state.take(line, &isAnswered), line.contains(last) { return true }
        }
        if left == 0 { return false }
      }
      return false
    }
  }

  /// Takes a line; returns whether it is an event that counts.
  private mutating func take(_ line: String, _ isAnswered: inout Bool) -> Bool {
    switch try? EventMessage(line: line) {
    case .response: isAnswered = true
    case .event(let seq, let json) where isAnswered:
      events.append(json)
      cursor = seq
      return true
    default: break
    }
    return false
  }

  private var request: String {
    let subscription = EventSubscription(
      types: filter.types,
      sensors: filter.sensors,
      channels: filter.channels
    )
    let params = subscription.params(after: cursor)
    return #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":\#(params)}"# + "\n"
  }
}
