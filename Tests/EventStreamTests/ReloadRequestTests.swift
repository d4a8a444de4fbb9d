import EventStream
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct ReloadRequestTests {
  @Test(arguments: [
    (
      ReloadOutcome(),
      #"{"changed":[],"deferred":[],"restart_needed":[]}"#
    ),
    (
      ReloadOutcome(
        changed: ["clips", "profile"],
        deferred: [.init(sensor: "s", keys: ["profile"], reason: .episode)],
        restartNeeded: ["state_dir"]
      ),
      #"{"changed":["clips","profile"],"deferred":["#
        + #"{"keys":["profile"],"reason":"episode","sensor":"s"}],"restart_needed":["state_dir"]}"#
    ),
  ])
  func `the answer says what is different now`(outcome: ReloadOutcome, json: String) async throws {
    let answer = try await Self.answer(.success(outcome))
    #expect(answer == #"{"jsonrpc":"2.0","id":1,"result":\#(json)}"#)
  }

  @Test(arguments: [
    (
      ReloadRefusal(
        "c.yaml:3:5: profile: wrong",
        at: .init(file: "c.yaml", line: 3, column: 5, key: "profile", message: "wrong")
      ),
      #"{"code":-32007,"message":"c.yaml:3:5: profile: wrong","data":{"column":5,"#
        + #""file":"c.yaml","key":"profile","line":3,"message":"wrong"}}"#
    ),
    (ReloadRefusal("the disk is gone"), #"{"code":-32603,"message":"the disk is gone"}"#),
  ])
  func `a refusal has the place of the mistake`(refusal: ReloadRefusal, json: String) async throws {
    let answer = try await Self.answer(.failure(refusal))
    #expect(answer == #"{"jsonrpc":"2.0","id":1,"error":\#(json)}"#)
  }

  @Test func `parameters are refused and nothing is reloaded`() async throws {
    let count = Mutex(0)
    let desk = ReloadDesk {
      count.withLock { $0 += 1 }
      return .success(ReloadOutcome())
    }
    try await TestDaemon.run(reload: desk) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(
          #"{"jsonrpc":"2.0","id":1,"method":"reload","params":{"file":"/etc/passwd"}}"#
        )
        #expect(try await client.next()?.contains("-32602") == true)
      }
    }
    #expect(count.withLock { $0 } == 0)
  }

  @Test func `where nothing can be reloaded there is no such method`() async throws {
    try await TestDaemon.run { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(#"{"jsonrpc":"2.0","id":1,"method":"reload"}"#)
        #expect(try await client.next()?.contains("-32601") == true)
      }
    }
  }

  private static func answer(
    _ result: Result<ReloadOutcome, ReloadRefusal>
  ) async throws -> String? {
    let answer = Mutex<String?>(nil)
    try await TestDaemon.run(reload: ReloadDesk { result }) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(#"{"jsonrpc":"2.0","id":1,"method":"reload"}"#)
        let line = try await client.next()
        answer.withLock { $0 = line }
      }
    }
    return answer.withLock { $0 }
  }
}
