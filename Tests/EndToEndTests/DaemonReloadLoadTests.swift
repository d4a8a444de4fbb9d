import Foundation
import Testing

/// Many reloads while samples, clients and events go on.
@Suite(.timeLimit(.minutes(4))) struct DaemonReloadLoadTests {
  /// Profiles that differ in nothing but their names, so that the events must be the same.
  private static func configuration(_ number: Int) -> String {
    """
    profile: \(number % 2 == 0 ? "even" : "odd")
    profiles: {even: {base: night}, odd: {base: night}}
    log_level: \(number % 3 == 0 ? "debug" : "info")
    clips: \(number % 5 == 0)
    journal: {max_mb: \(100 + number % 7)}

    """
  }

  @Test func `Two hundred reloads cost no sample, no event, no client and no mark`() async throws {
    let fixture = "calf-cramp-at-night"
    let sensor = "replay:\(Fixture.recording(fixture))?speed=15"
    let (events, status, outcomes, marks) = try await blocking {
      let reloadable = try ReloadableDaemon(Self.configuration(0), ["--sensor", sensor])
      let subscriber = try reloadable.daemon.follow()
      let person = try reloadable.daemon.connect()
      var outcomes: [String] = []
      var marks: [String] = []
      for number in 1...200 {
        outcomes.append(try reloadable.reload(Self.configuration(number), person))
        for _ in 0..<5 {
          marks.append(try reloadable.ask("mark", person, params: #"{"text":"m\#(number)"}"#))
        }
      }
      _ = try reloadable.ask("mark", person, params: #"{"text":"the end"}"#)
      try subscriber.read(upTo: #""text":"the end""#)
      if !subscriber.events.contains(where: { $0.contains("sensor.detached") }) {
        try subscriber.read(upTo: #""type":"sensor.detached""#)
      }
      return (subscriber.events, try reloadable.ask("status", person), outcomes, marks)
    }
    let answers = try outcomes.map { try ReloadAnswer($0) }
    #expect(answers.allSatisfy { $0.result?.changed.contains("profile") == true })
    #expect(answers.contains { $0.result?.deferred.isEmpty == true })
    #expect(marks.allSatisfy { $0.contains("\"result\"") })
    #expect(events.count { $0.contains(#""type":"marker""#) } == 1_001)
    #expect(events.map { $0.member("seq") } == String.seqs(events.count))
    #expect(status.member("lost_s") == "0")
    let found = events.filter(\.isOfTheDetector).map(Self.plain)
    #expect(try found == Fixture.golden(fixture).map(Self.plain))
  }

  @Test func `Reloads of many at once are done one after the other`() async throws {
    let answers = try await blocking {
      let reloadable = try ReloadableDaemon("profile: night\n", ["--sensor", "synthetic"])
      let clients = try (0..<20).map { _ in try reloadable.daemon.connect() }
      try reloadable.write("profile: practice\n")
      for client in clients {
        client.send(#"{"jsonrpc":"2.0","id":1,"method":"reload"}"#)
        reloadable.daemon.signal(SIGHUP)
      }
      return try clients.map { client in
        try client.read(upTo: #""id":1"#)
        return client.lines.last ?? ""
      }
    }
    let changed = try answers.map { try #require(ReloadAnswer($0).result, "\($0)").changed }
    // SIGHUP may have been the first.
    #expect(changed.count { $0 == ["profile"] } <= 1)
    #expect(changed.count { $0.isEmpty } >= 19)
  }

  /// An event without its number, time in the file, and what depends on the profile's name.
  private static func plain(_ event: String) -> String {
    event.without("seq", "t").replacingOccurrences(
      of: #""profile":"[a-z]+",?"#,
      with: "",
      options: .regularExpression
    )
  }
}
