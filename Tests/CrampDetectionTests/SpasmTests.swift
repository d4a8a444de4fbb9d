import CrampDetection
import CrampModel
import Testing

/// Bursts on rows at rest at 2 µV; what is told within two minutes of each.
@Suite struct SpasmTests {
  @Test(arguments: [0.4, 0.8, 1.5, 2.8])
  func `a brief abrupt burst is told with its time and length, a minute later`(
    length: Double
  )
    throws
  {
    let spasms = told { $0.add(seconds: length) { _ in 30 } }
    try #require(spasms.count == 1)
    #expect(spasms[0].seconds == 60)
    #expect(spasms[0].told > 120 && spasms[0].told < 125)
    guard case .number(let told)? = spasms[0][.duration] else {
      Issue.record("no duration")
      return
    }
    #expect(abs(told - length) <= 0.11)
    #expect(spasms[0][.confidence] != nil)
  }

  @Test(arguments: [
    ("weak", 1.0, 6.5), ("too long for brief", 4.0, 30), ("a movement of 8 s", 8.0, 30),
    ("a single potential", 0.15, 30),
  ])
  func `other bursts are none`(name: String, length: Double, level: Double) {
    #expect(told { $0.add(seconds: length) { _ in level } }.isEmpty, "\(name)")
  }

  @Test func `one that builds up is none`() {
    #expect(told { $0.add(seconds: 1.5) { 2 + 28 * min(1, $0 / 1.0) } }.isEmpty)
  }

  @Test(arguments: [1.0, 2.5, 8.0, 25, 55])
  func `bursts of a series are none`(pause: Double) {
    let spasms = told { night in
      for _ in 0..<5 {
        night.add(seconds: 1) { _ in 30 }
        night.add(seconds: pause)
      }
    }
    #expect(spasms.isEmpty)
  }

  @Test func `one in a series of others much weaker stands alone`() {
    let spasms = told { night in
      night.add(seconds: 1) { _ in 9 }
      night.add(seconds: 30)
      night.add(seconds: 1) { _ in 60 }
      night.add(seconds: 30)
      night.add(seconds: 1) { _ in 9 }
    }
    #expect(spasms.map(\.seconds).contains(91))
  }

  @Test func `one that moves the cable is none`() {
    let spasms = told { night in
      night.add(seconds: 1) { _ in
        30
      } change: {
        $0.quality.motion = 0.9
      }
      night.add(seconds: 0.5) { _ in
        2
      } change: {
        $0.quality.motion = 0.95
      }
    }
    #expect(spasms.isEmpty)
  }

  @Test func `one at the edge of a fault is none`() {
    let spasms = told { night in
      night.add(seconds: 1) { _ in 30 }
      night.add(seconds: 10) { _ in
        0
      } change: {
        $0.quality.repeated = 1
      }
    }
    #expect(spasms.isEmpty)
  }

  @Test func `one before a cramp is none of its own, nor is one within it`() {
    let spasms = told { night in
      night.add(seconds: 1) { _ in 30 }
      night.add(seconds: 20)
      night.add(seconds: 30) { _ in 30 }
      night.add(seconds: 3)
      night.add(seconds: 1) { _ in 60 }
    }
    #expect(spasms.isEmpty)
  }

  @Test(arguments: [Profile.exercise, .practice])
  func `in exercise and practice there are none`(profile: Profile) {
    #expect(told(profile) { $0.add(seconds: 1) { _ in 30 } }.isEmpty)
  }

  private func told(
    _ profile: Profile = .night,
    _ add: (inout NightRows) -> Void
  ) -> [CrampEvent] {
    var night = NightRows()
    night.add(seconds: 60)
    add(&night)
    night.add(seconds: 120)
    return night.events(.spasm, profile)
  }
}
