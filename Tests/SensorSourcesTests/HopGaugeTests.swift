import CrampModel
import Testing
import USBTransport

@testable import SensorSources

struct HopGaugeTests {
  /// A gauge that has seen a second of packets of some frames each.
  private func gauge(rate: Double, frames: Int, bytes: Int) -> HopGauge {
    var gauge = HopGauge(rate: rate)
    for _ in 0..<Int(rate) / frames { gauge.note(bytes: bytes, frames: frames) }
    return gauge
  }

  @Test(arguments: [
    // 10 kHz, 15 frames in 62 bytes: a hop is 500 frames; position, bytes that are waited for
    (0, 500 * 62 / 15 - 62),
    (500, 500 * 62 / 15 - 62),
    (250, 250 * 62 / 15 - 62),
    (480, 20 * 62 / 15 - 62),
    (1_499, 1),
  ])
  func `all but the last packet of a hop is waited for at once`(position: Int, wanted: Int) {
    let batch = gauge(rate: 10_000, frames: 15, bytes: 62).rest(after: position)
    #expect(batch == ByteBatch(bytes: max(1, wanted), longest: HopGauge.longest))
  }

  @Test func `hops need not have a whole number of frames`() {
    // 12.5 frames in a hop.
    let gauge = gauge(rate: 250, frames: 1, bytes: 33)
    #expect(gauge.rest(after: 0).bytes == 379)
    #expect(gauge.rest(after: 12).bytes == 1)
    #expect(gauge.rest(after: 13).bytes == 363)
  }

  @Test func `as long as little is known, each packet is read`() {
    var gauge = HopGauge(rate: 250)
    #expect(gauge.rest(after: 0) == .packet)
    gauge.note(bytes: 400, frames: 12)
    #expect(gauge.rest(after: 12) == .packet)
  }

  @Test func `a sensor that changes how it packs is followed`() {
    var gauge = gauge(rate: 1_000, frames: 10, bytes: 40)
    for _ in 0..<1_000 { gauge.note(bytes: 20, frames: 10) }
    #expect(gauge.rest(after: 0).bytes == 50 * 2 - 40)
  }
}
