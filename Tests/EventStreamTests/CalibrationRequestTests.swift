import CrampModel
import EventStream
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct CalibrationRequestTests {
  @Test func `the answer to a phase may come late and holds nothing up`() async throws {
    let clerk = Clerk()
    try await TestDaemon.run(calibrations: clerk.desk) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(Self.request("1", "rest", #","seconds":20,"sensor":"s""#))
        try await client.send(Self.request("2", "maximum", #","channel":"c","person":"p""#))
        try await client.send(#"{"jsonrpc":"2.0","id":3,"method":"ping"}"#)
        #expect(try await client.next() == #"{"jsonrpc":"2.0","id":3,"result":{}}"#)
        clerk.reply(2, .failure(CalibrationRefusal(.failed, "no contraction seen")))
        #expect(
          try await client.next()
            == #"{"jsonrpc":"2.0","id":2,"error":{"code":-32006,"#
            + #""message":"calibrate: no contraction seen"}}"#
        )
        try await daemon.append([event(1)])
        #expect(try await client.next()?.contains(#""method":"event""#) == true)
        let answer = #"{"phase":"cancel","sensor":"s","channel":"c"}"#
        clerk.reply(1, .success(answer))
        #expect(try await client.next() == #"{"jsonrpc":"2.0","id":1,"result":\#(answer)}"#)
      }
    }
    let asked = clerk.requests
    #expect(asked.map(\.step) == [.measure(.rest, seconds: 20), .measure(.maximum, seconds: nil)])
    #expect(asked.map(\.sensor) == ["s", nil])
    #expect(asked.map(\.channel) == [nil, "c"])
    #expect(asked.map(\.person) == [nil, "p"])
    #expect(asked.map(\.user) == [geteuid(), geteuid()])
    #expect(Set(asked.map(\.client)).count == 1)
    #expect(clerk.gone == [asked.first?.client])
  }

  @Test func `every one of many answers comes, also to a client that never stops asking`()
    async throws
  {
    let clerk = Clerk(isPrompt: true)
    try await TestDaemon.run(calibrations: clerk.desk, validates: false) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        let lines = (1...2_000).map { Self.request("\($0)", "cancel") }.joined(separator: "\n")
        try await client.send(lines)
        for number in 1...2_000 {
          #expect(try await client.next()?.contains("\"id\":\(number),\"error\"") == true)
        }
      }
    }
  }

  @Test func `a request without an id gets no answer`() async throws {
    let clerk = Clerk(isPrompt: true)
    try await TestDaemon.run(calibrations: clerk.desk) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(
          #"{"jsonrpc":"2.0","method":"calibrate","params":{"phase":"finish"}}"#
        )
        try await client.send(#"{"jsonrpc":"2.0","id":"p","method":"ping"}"#)
        #expect(try await client.next() == #"{"jsonrpc":"2.0","id":"p","result":{}}"#)
      }
    }
    #expect(clerk.requests.map(\.step) == [.finish])
  }

  @Test(arguments: [
    ("calibrate", "{}", "-32602"), ("calibrate", #"{"phase":"rest","seconds":"5"}"#, "-32602"),
    ("calibrate", #"{"phase":"rest","seconds":1e999}"#, "-32700"),
    ("calibrate", #"{"phase":"maximum","seconds":61}"#, "-32602"),
    ("calibrate", #"{"phase":"cancel","seconds":5}"#, "-32602"),
    ("calibrate", #"{"phase":3}"#, "-32602"),
    ("calibration.forget", "{}", "-32602"), ("calibration.list", #"{"id":"x"}"#, "-32602"),
  ])
  func `a request that is none is refused and asks nobody`(
    method: String,
    params: String,
    code: String
  ) async throws {
    let clerk = Clerk()
    try await TestDaemon.run(calibrations: clerk.desk) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(
          #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
        )
        #expect(try await client.next()?.contains("\"code\":\(code)") == true)
      }
    }
    #expect(clerk.requests.isEmpty)
  }

  @Test func `where there are no calibrations, there is no such method`() async throws {
    try await TestDaemon.run { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(Self.request("1", "rest"))
        #expect(try await client.next()?.contains("-32601") == true)
      }
    }
  }

  private static func request(_ id: String, _ phase: String, _ more: String = "") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"calibrate","params":{"phase":"\#(phase)"\#(more)}}"#
  }
}

/// Somebody at the desk who replies when told to.
private final class Clerk: Sendable {
  private struct State {
    var requests: [CalibrationRequest] = []
    var replies: [CalibrationDesk.Reply] = []
    var gone: [UInt64] = []
  }

  private let state = Mutex(State())
  private let isPrompt: Bool

  init(isPrompt: Bool = false) {
    self.isPrompt = isPrompt
  }

  var requests: [CalibrationRequest] { state.withLock { $0.requests } }
  var gone: [UInt64] { state.withLock { $0.gone } }

  var desk: CalibrationDesk {
    CalibrationDesk { request, reply in
      self.state.withLock { state in
        state.requests.append(request)
        state.replies.append(reply)
      }
      if self.isPrompt { reply(.failure(CalibrationRefusal(.failed, "nothing to cancel"))) }
    } leave: { client in
      self.state.withLock { $0.gone.append(client) }
    }
  }

  /// Replies to the request of a number, from 1.
  func reply(_ number: Int, _ result: Result<String, CalibrationRefusal>) {
    state.withLock { $0.replies[number - 1] }(result)
  }
}
