import Synchronization
import Testing

@testable import Systemd

struct VitalSignTests {
  private typealias Reading = VitalSign.Reading

  /// The looks at which a part is found stuck, if it shows these readings.
  private static func verdicts(_ readings: [VitalSign.Reading]) -> [Bool] {
    var signs = VitalSigns()
    return readings.map { reading in
      signs.look(at: [VitalSign("journal") { reading }]) == ["journal"]
    }
  }

  @Test func `A part is stuck at the third look at the same work`() {
    let same = Reading(isBusy: true, step: 7)
    #expect(Self.verdicts([same, same, same, same]) == [false, false, true, true])
  }

  @Test func `A part that gets on is not stuck, however busy`() {
    let readings = (0..<9).map { Reading(isBusy: true, step: $0 / 2) }
    #expect(Self.verdicts(readings) == Array(repeating: false, count: 9))
  }

  @Test func `A part that waits for work is not stuck`() {
    let idle = Reading(isBusy: false, step: 7)
    #expect(Self.verdicts([idle, idle, idle, idle]) == Array(repeating: false, count: 4))
  }

  @Test func `A part that was stuck is forgiven with the next step`() {
    let same = Reading(isBusy: true, step: 7)
    let next = Reading(isBusy: true, step: 8)
    #expect(
      Self.verdicts([same, same, same, next, next, next])
        == [false, false, true, false, false, true]
    )
  }

  @Test func `A part that was away begins anew`() {
    var signs = VitalSigns()
    let sign = VitalSign("a sensor") { Reading(isBusy: true, step: 1) }
    let found = [[sign], [sign], [], [sign], [sign], [sign]].map { signs.look(at: $0) }
    #expect(found == [[], [], [], [], [], ["a sensor"]])
  }

  @Test func `A worker is busy between beginning and end`() {
    let work = WorkMark()
    #expect(!work.reading.isBusy)
    work.begin()
    let first = work.reading
    #expect(first.isBusy)
    #expect(work.reading == first)
    work.end()
    #expect(!work.reading.isBusy)
    work.begin()
    #expect(work.reading.isBusy)
    #expect(work.reading != first)
  }

  @Test func `A thread is asked again only when it has answered`() {
    let asked = Mutex<[@Sendable () -> Void]>([])
    let probe = ThreadProbe { body in asked.withLock { $0.append(body) } }
    #expect(!probe.reading.isBusy)
    let owed = probe.reading
    #expect(owed.isBusy)
    #expect(probe.reading == owed)
    #expect(asked.withLock { $0.count } == 1)
    for body in asked.withLock({ $0 }) { body() }
    #expect(!probe.reading.isBusy)
    #expect(probe.reading.isBusy)
    #expect(probe.reading != owed)
    #expect(asked.withLock { $0.count } == 2)
  }

  private static let periods: [([String: String], Duration?)] = [
    ([:], nil),
    (["WATCHDOG_USEC": "20000000"], .seconds(20)),
    (["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "41"], .seconds(20)),
    (["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "42"], nil),
    (["WATCHDOG_USEC": "0"], nil),
    (["WATCHDOG_USEC": "-1"], nil),
    (["WATCHDOG_USEC": "soon"], nil),
    (["WATCHDOG_PID": "41"], nil),
    (["WATCHDOG_USEC": "18446744073709551615"], .microseconds(Int64.max)),
  ]

  @Test(arguments: periods)
  func `The manager's patience is read`(variables: [String: String], period: Duration?) {
    #expect(WatchdogPeriod.period(variables, process: 41) == period)
  }
}
