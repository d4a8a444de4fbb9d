public import CrampModel

/// Compares the channels of EMG of one stream, hop by hop: who contracts, since when, how strongly.
///
/// The answer depends on the rows and resting levels alone. Constant memory, all of it allocated by
/// `init`; only ``localisation(of:)`` allocates. Streams with fewer than two channels of EMG cost
/// and say nothing.
///
/// A channel that grows over more than about two seconds passes its threshold the later the weaker
/// it is there, so that a slow beginning may look like a spread.
public struct ChannelComparison: Sendable {
  /// Hops within which two channels begin together: 0.3 s.
  static let together = 6
  /// Hops within which a later beginning is a spread: 0.5...10 s.
  static let spread = 10...200

  private let places: [Int?]
  private let channels: [Int]
  private let isAbsolute: Bool
  private var tracks: [ContractionTrack]
  private var crosstalk: Crosstalk
  private var envelopes: [Double]
  private var levels: [Double]
  private var isJudged: [Bool]
  private var isRaised: [Bool]
  private var hop = -1

  /// A comparison of the channels of a stream.
  public init(stream: StreamDescription) {
    let emg = stream.channels.indices.filter { stream.channels[$0].modality == .emg }
    channels = emg.count < 2 ? [] : emg
    var places = [Int?](repeating: nil, count: stream.channels.count)
    for (place, channel) in channels.enumerated() { places[channel] = place }
    self.places = places
    isAbsolute = channels.allSatisfy { stream.channels[$0].unit == .microvolt }
    tracks = Array(repeating: ContractionTrack(), count: channels.count)
    crosstalk = Crosstalk(count: channels.count)
    envelopes = Array(repeating: 0, count: channels.count)
    levels = envelopes
    isJudged = Array(repeating: false, count: channels.count)
    isRaised = isJudged
  }

  /// Takes in the row of one channel; a hop is compared when the first row of the next one comes.
  ///
  /// - Parameters:
  ///   - row: The hop's features.
  ///   - channel: The channel's index in the stream; others than those of EMG are passed over.
  ///   - rest: Its resting level; `nil` while that is unknown or the channel cannot be judged.
  public mutating func advance(_ row: FeatureRow, channel: Int, rest: Double?) {
    guard let place = place(of: channel) else { return }
    if row.hop != hop {
      compare()
      hop = row.hop
    }
    tracks[place].advance(row, rest: rest)
  }

  /// Where the contraction on a channel is; `nil` if it does not contract, or nothing is beside it.
  ///
  /// - Parameter channel: The channel's index in the stream.
  /// - Returns: What the others did, as far as that is known at this hop.
  public func localisation(of channel: Int) -> Localisation? {
    guard let place = place(of: channel), let own = tracks[place].current else { return nil }
    let hops = hop - own.rise + 1
    var others: [Localisation.Other] = []
    for other in tracks.indices where other != place && tracks[other].isJudged {
      others.append(
        Localisation.Other(
          channel: channels[other],
          excess: tracks[other].excess(last: hops) / scale(other),
          timing: timing(tracks[other].contraction(nearest: own.rise), own),
          isCrosstalk: crosstalk.sources[other] == place
        )
      )
    }
    guard !others.isEmpty else { return nil }
    return Localisation(
      excess: tracks[place].excess(last: hops) / scale(place),
      isRelativeToRest: !isAbsolute,
      others: others,
      isCrosstalk: crosstalk.sources[place] != nil
    )
  }

  /// Whether a channel contracts at this hop.
  ///
  /// - Parameter channel: The channel's index in the stream.
  /// - Returns: `false` too for a channel that cannot be judged.
  public func isContracting(_ channel: Int) -> Bool {
    place(of: channel).map { tracks[$0].current != nil } ?? false
  }

  /// Whether another channel that began to contract together with one still does, crosstalk apart.
  ///
  /// - Parameter channel: The channel's index in the stream.
  /// - Returns: `false` too for a channel that does not contract.
  func isAccompanied(_ channel: Int) -> Bool {
    guard let place = place(of: channel), let own = tracks[place].current else { return false }
    return tracks.indices.contains { other in
      other != place && tracks[other].isJudged && tracks[other].current != nil
        && crosstalk.sources[other] != place
        && timing(tracks[other].contraction(nearest: own.rise), own) == .together
    }
  }

  /// The channel whose crosstalk a channel is at this hop, if it is any's.
  ///
  /// - Parameter channel: The channel's index in the stream.
  /// - Returns: The index of the stronger one.
  public func crosstalkSource(of channel: Int) -> Int? {
    place(of: channel).flatMap { crosstalk.sources[$0] }.map { channels[$0] }
  }

  private func place(of channel: Int) -> Int? {
    places.indices.contains(channel) ? places[channel] : nil
  }

  private func scale(_ place: Int) -> Double { isAbsolute ? 1 : tracks[place].rest }

  private mutating func compare() {
    guard hop >= 0 else { return }
    for place in tracks.indices {
      isJudged[place] = tracks[place].isJudged
      isRaised[place] = tracks[place].current != nil
      envelopes[place] = isJudged[place] ? tracks[place].envelope / scale(place) : 0
      guard isRaised[place] else { continue }
      levels[place] = isJudged[place] ? tracks[place].excess(last: 1) / scale(place) : 0
    }
    crosstalk.advance(
      envelopes: envelopes,
      levels: levels,
      isJudged: isJudged,
      isRaised: isRaised
    )
  }

  private func timing(
    _ other: ContractionTrack.Contraction?,
    _ own: ContractionTrack.Contraction
  ) -> Localisation.Timing {
    guard let other else { return .apart }
    let hops = other.rise - own.rise
    if abs(hops) <= Self.together { return .together }
    let seconds = Double(abs(hops)) * FeatureRow.hopSeconds
    guard Self.spread.contains(abs(hops)) else { return .apart }
    if hops > 0 { return .after(seconds: seconds) }
    return (other.end ?? .max) > own.rise ? .before(seconds: seconds) : .apart
  }
}
