import CrampModel
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000000Z"),
    (1_795_229_481_123_456, "2026-11-21T02:51:21.123456Z"),
    (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
    (-1, "1969-12-31T23:59:59.999999Z"),
  ])
  func `a time is written as RFC 3339 and read back`(microseconds: Int64, text: String) {
    #expect(Timestamp(microseconds: microseconds).description == text)
    #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    ("2026-11-21T03:51:21+01:00", 1_795_229_481_000_000),
    ("2026-11-21 02:51:21.1234567Z", 1_795_229_481_123_456),
    ("2026-11-20t21:51:21.5-05:00", 1_795_229_481_500_000),
  ])
  func `offsets and fractions are understood`(text: String, microseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "2026-11-21", "2026-02-30T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T02:51:21",
    "2026-11-21T02:51:21Z ", "2026-11-21T02:51:21.Z", "2O26-11-21T02:51:21Z",
  ])
  func `what is no time is refused`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test func `every day of four centuries survives the calendar`() {
    for day in stride(from: Int64(-80_000), to: 80_000, by: 1) {
      let time = Timestamp(microseconds: day * 86_400_000_000 + 1)
      #expect(CivilTime(time).timestamp == time)
    }
  }
}
