import NIOCore
import Synchronization

/// The clients of a server, by the event loop that serves them.
final class ClientRoster: Sendable {
  private struct Place: Sendable {
    let loop: any EventLoop
    let clients: NIOLoopBoundBox<[UInt64: ClientConnection]>
  }

  private struct State {
    var count = 0
    var last: UInt64 = 0
    var ofUser: [UInt32: Int] = [:]
    var isClosed = false
  }

  /// Why a client is not let in.
  struct Refusal: Error {
    let message: String
  }

  private let limits: StreamLimits
  private let places: [ObjectIdentifier: Place]
  private let state = Mutex(State())

  init(loops: some EventLoopGroup, limits: StreamLimits) {
    self.limits = limits
    places = Dictionary(
      loops.makeIterator().map { loop in
        let clients = NIOLoopBoundBox<[UInt64: ClientConnection]>.makeBoxSendingValue(
          [:],
          eventLoop: loop
        )
        return (ObjectIdentifier(loop), Place(loop: loop, clients: clients))
      }
    ) { first, _ in first }
  }

  /// How many clients there are.
  var count: Int { state.withLock { $0.count } }

  /// Lets a client in and gives it a number that none has had.
  func enter(_ client: ClientConnection, of user: UInt32, on loop: any EventLoop) throws -> UInt64 {
    let number = try state.withLock { state throws(Refusal) in
      guard !state.isClosed else { throw Refusal(message: "the daemon is ending") }
      guard state.count < limits.clients else {
        throw Refusal(message: "more than \(limits.clients) clients; come back later")
      }
      guard state.ofUser[user, default: 0] < limits.clientsOfOneUser else {
        let limit = limits.clientsOfOneUser
        throw Refusal(message: "more than \(limit) clients of one user; come back later")
      }
      state.count += 1
      state.ofUser[user, default: 0] += 1
      state.last += 1
      return state.last
    }
    places[ObjectIdentifier(loop)]?.clients.value[number] = client
    return number
  }

  /// Takes a client out.
  ///
  /// - Returns: Whether that was the last one and no more are let in.
  func leave(_ number: UInt64, of user: UInt32, on loop: any EventLoop) -> Bool {
    places[ObjectIdentifier(loop)]?.clients.value[number] = nil
    return state.withLock { state in
      state.count -= 1
      state.ofUser[user, default: 1] -= 1
      if state.ofUser[user] == 0 { state.ofUser[user] = nil }
      return state.isClosed && state.count == 0
    }
  }

  /// Lets nobody in any more.
  ///
  /// - Returns: Whether nobody is there.
  func close() -> Bool {
    state.withLock { state in
      state.isClosed = true
      return state.count == 0
    }
  }

  /// Shows each loop its clients, one visit for all of them.
  func visit(_ body: @escaping @Sendable (ClientConnection) -> Void) {
    for place in places.values {
      place.loop.execute {
        for client in place.clients.value.values { body(client) }
      }
    }
  }
}
