import CrampModel
import EventStream
import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct SignalTests {
  private static let description = StreamDescription(
    sensor: "synthetic:1",
    driver: "synthetic",
    start: Timestamp(microseconds: 0),
    channels: [
      ChannelDescription(name: "calf", unit: .microvolt, rate: Hertz(1_000), modality: .emg),
      ChannelDescription(name: "cuff", unit: .kilopascal, rate: Hertz(100), modality: .pressure),
    ]
  )

  private static func reading(_ time: Double) -> SignalReading {
    var reading = SignalReading(time: time, level: 12.25, state: "rising", hum: 0.125)
    reading.rest = 4
    reading.on = 6
    reading.off = 5
    return reading
  }

  private static func subscribe(_ params: String) -> String {
    #"{"jsonrpc":"2.0","id":1,"method":"subscribe","params":{\#(params)}}"#
  }

  @Test func `signals come to those who ask, each hop once`() async throws {
    let board = SignalBoard()
    let stream = board.add(Self.description)
    try await TestDaemon.run(signals: board) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        stream.note(Self.reading(0.05), channel: 0)
        try await client.send(Self.subscribe(#""signals_hz":50"#))
        let first = try await client.next(2)
        #expect(
          first.last == #"{"jsonrpc":"2.0","method":"signal","params":{"sensor":"synthetic:1","#
            + #""channel":"calf","t":0.05,"state":"rising","rms_uv":12.25,"rest_uv":4.0,"#
            + #""on_uv":6.0,"off_uv":5.0,"motion":0.0,"hum":0.13,"dropped":0}}"#
        )
        stream.note(Self.reading(0.1), channel: 1)
        let second = try await client.next()
        #expect(second?.contains(#""channel":"cuff","t":0.1,"#) == true, "the calf has no new hop")
        #expect(second?.contains(#""rms":12.25,"#) == true)
        #expect(second?.contains(#""unit":"kPa""#) == true)
        try await client.send(Self.subscribe(#""signals_hz":0"#))
        #expect(try await client.next()?.contains(#""id":1"#) == true)
        stream.note(Self.reading(0.15), channel: 0)
        try await daemon.append([event(1)])
        var next = try await client.next()
        // On a busy machine the time of a heartbeat may come.
        while next?.contains(#""method":"heartbeat""#) == true { next = try await client.next() }
        #expect(next?.contains(#""method":"event""#) == true, "\(next ?? "nothing")")
      }
    }
  }

  @Test func `signals are for the channels that are named`() async throws {
    let board = SignalBoard()
    let stream = board.add(Self.description)
    try await TestDaemon.run(signals: board) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        for channel in 0...1 { stream.note(Self.reading(0.05), channel: channel) }
        try await client.send(Self.subscribe(#""signals_hz":50,"channels":["cuff"]"#))
        let lines = try await client.next(2)
        #expect(lines.last?.contains(#""channel":"cuff""#) == true)
      }
    }
  }

  @Test func `a client without room loses signals, is told how many, and no event`() async throws {
    let board = SignalBoard()
    let stream = board.add(Self.description)
    let statistics = StreamStatistics()
    try await TestDaemon.run(signals: board, statistics: statistics, validates: false) { daemon in
      try await LineClient.connect(to: daemon) { client in
        _ = try await client.next(2)
        try await client.send(Self.subscribe(#""signals_hz":50"#))
        _ = try await client.next()
        let text = String(repeating: "x", count: 4_000)
        let details = [EventDetail(.text, .text(text))]
        try await daemon.append((1...600).map { event($0, type: .marker, details: details) })
        var time = 0.0
        while !statistics.json.contains(#""dropped_signals":3"#) {
          time += 0.05
          stream.note(Self.reading(time), channel: 0)
          try await Task.sleep(for: .milliseconds(1))
        }
        var events = 0
        var dropped = 0
        while events < 600 || dropped == 0 {
          stream.note(Self.reading(time), channel: 0)
          let line = try #require(try await client.next())
          if line.contains(#""method":"event""#) { events += 1 }
          if let told = line.components(separatedBy: #""dropped":"#).dropFirst().first {
            dropped = Int(told.prefix { $0.isNumber }) ?? 0
          }
        }
        #expect(events == 600)
        #expect(dropped >= 3)
      }
    }
  }
}
