import CrampModel
import Foundation
import Testing

@Suite struct CrampEventTests {
  private let onset = CrampEvent(
    seq: 42,
    id: EventID(time: Timestamp(microseconds: 1_795_229_481_123_456), randomHigh: 1, randomLow: 2),
    type: .crampOnset,
    time: Timestamp(microseconds: 1_795_229_481_123_456),
    detected: Timestamp(microseconds: 1_795_229_482_004_112),
    sensor: "openbci-cyton:DQ007XYZ",
    channel: "left \"calf\"\n\u{1}é",
    modality: .emg,
    episode: EventID(high: 1, low: 2),
    details: [
      EventDetail(.restRatio, .number(31.25)),
      EventDetail(.confidence, .number(1)),
      EventDetail(.channels, .texts(["a", "b"])),
      EventDetail(.count, .count(-3)),
      EventDetail(.degraded, .flag(true)),
    ]
  )

  @Test func `the JSON line has the members in their order`() {
    #expect(
      onset.json(secondsFromStart: 1.5) == #"""
        {"seq":42,"id":"01a1fc03-f8a3-7001-8000-000000000002","type":"cramp.onset",\#
        "time":"2026-11-21T02:51:21.123456Z","detected":"2026-11-21T02:51:22.004112Z","t":1.5,\#
        "sensor":"openbci-cyton:DQ007XYZ","channel":"left \"calf\"\n\u0001é","modality":"emg",\#
        "episode":"00000000-0000-0001-0000-000000000002","confidence":1,"rest_ratio":31.25,\#
        "degraded":true,"channels":["a","b"],"count":-3}
        """#
    )
  }

  @Test func `a decoder that is not ours reads the same event`() throws {
    let copy = try JSONDecoder().decode(CrampEvent.self, from: Data(onset.json().utf8))
    #expect(copy.json() == onset.json())
    #expect(copy[.channels] == .texts(["a", "b"]))
  }

  @Test(arguments: [
    #"{"type":"cramp.onset"}"#,
    #"{"id":"x","type":"spasm","time":"1970-01-01T00:00:00Z","detected":"1970-01-01T00:00:00Z"}"#,
  ])
  func `an event without identity is refused`(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(CrampEvent.self, from: Data(text.utf8))
    }
  }

  @Test func `numbers that JSON cannot hold are left out`() {
    #expect(EventDetail.rounded(.rms, .nan) == nil)
    #expect(EventDetail.rounded(.rms, 12.345, decimals: 2)?.value == .number(12.35))
  }

  @Test func `identifiers carry their version and survive text`() throws {
    var digest = Digest()
    digest.add("calf")
    let derived = EventID(digest: digest)
    #expect(derived.high >> 12 & 0xF == 8)
    #expect(derived.low >> 62 == 2)
    #expect(EventID(derived.description) == derived)
    digest.add(UInt64(1))
    #expect(EventID(digest: digest) != derived)
    #expect(EventID("01a1fc03-f8a3-7001-8000-00000000000g") == nil)
  }
}
