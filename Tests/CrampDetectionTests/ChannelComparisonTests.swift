import CrampDetection
import CrampModel
import Testing

/// Channels drawn as one letter per half second: `.` rest, 1...9 that many times five microvolts.
@Suite struct ChannelComparisonTests {
  static let rest = 2.0

  @Test(arguments: [
    // Both at once, as in a voluntary effort.
    ("....888888888888", "....666666666666", Localisation.Timing.together, 0.14, true),
    // One head alone.
    ("....888888888888", "................", .apart, 1, false),
    // The other was there all the time: more than ten seconds.
    ("........................8888", "..88888888888888888888888888", .apart, 0, false),
    // It comes a second and a half later.
    ("....888888888888", ".......888888888", .after(seconds: 1.5), 0.07, false),
    // It came two seconds before and stays.
    ("....888888888888", "888888888888....", .before(seconds: 2), 0.1, false),
    ("........88888888", "....888888888888", .before(seconds: 2), 0, false),
    // It came two seconds before and was over.
    ("........88888888", "....88..........", .apart, 1, false),
  ])
  func `what the other channel did`(
    own: String,
    other: String,
    timing: Localisation.Timing,
    index: Double,
    isCoContraction: Bool
  ) throws {
    let found = try #require(run(own, other).localisation(of: 0), "\(own)")
    #expect(found.others.map(\.channel) == [1])
    #expect(found.others.first?.timing == timing, "\(found)")
    #expect(abs(found.index - index) < 0.08, "\(found)")
    #expect(found.isCoContraction == isCoContraction)
    #expect(found.coActive == (isCoContraction ? [1] : []))
    #expect(!found.isRelativeToRest)
  }

  @Test func `the last one that began before is where it spread from`() throws {
    let comparison = run(
      "..............8888888888",
      "......888888888888888888",
      "..........88888888888888",
      "..................888888"
    )
    let found = try #require(comparison.localisation(of: 0))
    #expect(found.spreadFrom == 2)
    #expect(found.spreadTo == [3])
    #expect(found.coActive.isEmpty)
  }

  @Test func `a channel at rest, a lone one and one that is none have no localisation`() {
    let quiet = run("................", "....888888888888")
    #expect(quiet.localisation(of: 0) == nil)
    #expect(run("....888888888888").localisation(of: 0) == nil)
    #expect(run("....888888888888", "................").localisation(of: 7) == nil)
    #expect(run("....888888888888", "................").crosstalkSource(of: -1) == nil)
  }

  @Test func `without gains levels are in units of each channel's own rest`() throws {
    var comparison = ChannelComparison(stream: emgStream(["a", "b"], unit: .count))
    for hop in 0..<300 {
      let isUp = hop >= 100
      comparison.advance(row(hop, isUp ? 40 : 4), channel: 0, rest: 4)
      comparison.advance(row(hop, isUp ? 200 : 50), channel: 1, rest: 50)
    }
    let found = try #require(comparison.localisation(of: 0))
    #expect(found.isRelativeToRest)
    #expect(abs(found.excess - 99.0.squareRoot()) < 0.2)
    #expect(abs((found.others.first?.excess ?? 0) - 15.0.squareRoot()) < 0.2)
  }

  @Test(arguments: UInt64(1)...10)
  func `a weak copy is crosstalk, and a weak muscle of its own is none`(seed: UInt64) {
    // A copy has the fluctuations of its source, a muscle of its own comes at its own time.
    for (isCopy, ratio) in [(true, 0.2), (true, 0.05), (true, 0.6), (false, 0.2)] {
      var comparison = ChannelComparison(stream: emgStream(["a", "b"]))
      var generator = SplitMix64(seed: seed)
      for hop in 0..<500 {
        let source = hop >= 200 ? 100 * (1 + 0.1 * generator.normal()) : 0
        let own = hop >= 240 ? 100 * (1 + 0.1 * generator.normal()) : 0
        let second = ratio * (isCopy ? source : own)
        comparison.advance(row(hop, rms(source, &generator)), channel: 0, rest: Self.rest)
        comparison.advance(row(hop, rms(second, &generator)), channel: 1, rest: Self.rest)
      }
      let isCrosstalk = isCopy && ratio < 0.3
      #expect(comparison.crosstalkSource(of: 1) == (isCrosstalk ? 0 : nil), "\(isCopy) \(ratio)")
      #expect(comparison.crosstalkSource(of: 0) == nil)
      #expect(comparison.localisation(of: 0)?.others.first?.isCrosstalk == isCrosstalk)
      #expect(comparison.localisation(of: 1)?.isCrosstalk == isCrosstalk)
    }
  }

  @Test(arguments: UInt64(1)...10)
  func `a weak muscle that one will moves with a strong one is no crosstalk for long`(
    seed: UInt64
  ) throws {
    var comparison = ChannelComparison(stream: emgStream(["a", "b"]))
    var generator = SplitMix64(seed: seed)
    for hop in 0..<400 {
      let levels = [100.0, 25].map { hop >= 200 ? $0 * (1 + 0.1 * generator.normal()) : 0 }
      for (channel, level) in levels.enumerated() {
        comparison.advance(row(hop, rms(level, &generator)), channel: channel, rest: Self.rest)
      }
    }
    let found = try #require(comparison.localisation(of: 0))
    #expect(found.coActive == [1] && found.isCoContraction, "\(found)")
    #expect(comparison.crosstalkSource(of: 1) == nil)
  }

  @Test func `crosstalk ends when the weaker one grows, rests, or stays alone`() {
    var comparison = ChannelComparison(stream: emgStream(["a", "b", "c"]))
    var sources: [[Int?]] = []
    for hop in 0..<1_000 {
      let levels = [
        (200..<800).contains(hop) ? 100.0 : 2, hop < 200 ? 2 : hop < 500 ? 20 : 60,
        (200..<500).contains(hop) ? 20 : 2,
      ]
      for (channel, level) in levels.enumerated() {
        comparison.advance(row(hop, level), channel: channel, rest: Self.rest)
      }
      sources.append([1, 2].map { comparison.crosstalkSource(of: $0) })
    }
    #expect(sources[300] == [0, 0] && sources[480] == [0, 0])
    // At rest, on its own within the other's contraction, and after it.
    #expect(sources[560] == [nil, nil] && sources[700] == [nil, nil])
    #expect(sources[850] == [nil, nil])
  }

  @Test func `samples that are missing end nothing, and who cannot be judged says nothing`() throws
  {
    for (level, rest) in [(2.0, Double?.some(2)), (.nan, 2), (2, nil)] {
      var comparison = ChannelComparison(stream: emgStream(["a", "b"]))
      for hop in 0..<400 {
        var own = row(hop, hop >= 200 ? 50 : 2)
        own.isValid = !(250..<256).contains(hop)
        comparison.advance(own, channel: 0, rest: Self.rest)
        comparison.advance(row(hop, hop < 300 ? 2 : level), channel: 1, rest: hop < 300 ? 2 : rest)
      }
      let found = comparison.localisation(of: 0)
      let isJudged = level == 2 && rest != nil
      #expect((found != nil) == isJudged)
      // A contraction that began anew would have no hops without samples in it.
      if let found { #expect(found.index == 1 && (45..<49.5).contains(found.excess), "\(found)") }
    }
  }

  @Test func `pressure is not compared with EMG`() {
    var stream = emgStream(["a", "press", "b"])
    stream.channels[1].modality = .pressure
    var comparison = ChannelComparison(stream: stream)
    for hop in 0..<300 {
      for channel in 0..<3 {
        comparison.advance(row(hop, hop >= 200 ? 50 : 2), channel: channel, rest: Self.rest)
      }
    }
    #expect(comparison.localisation(of: 0)?.others.map(\.channel) == [2])
    #expect(comparison.localisation(of: 1) == nil)
  }

  private func run(_ drawings: String...) -> ChannelComparison {
    let names = drawings.indices.map { "\($0)" }
    var comparison = ChannelComparison(stream: emgStream(names))
    let letters = drawings.map { Array($0) }
    for hop in 0..<(letters[0].count * 10) {
      for channel in letters.indices {
        let level = letters[channel][hop / 10].wholeNumberValue.map { 5 * Double($0) }
        comparison.advance(row(hop, level ?? Self.rest), channel: channel, rest: Self.rest)
      }
    }
    return comparison
  }

  /// A level over the noise of rest, which varies too.
  private func rms(_ level: Double, _ generator: inout SplitMix64) -> Double {
    let rest = Self.rest * (1 + 0.07 * generator.normal())
    return (level * level + rest * rest).squareRoot()
  }
}
