internal import CrampModel

/// Turns raw samples into the signal whose level is judged.
///
/// EMG: a high-pass of 20 Hz and 12 dB per octave (De Luca et al. 2010, J Biomech 43:1573), and a
/// low-pass of 450 Hz or 0.45 of the rate, whichever is lower. Envelope, pressure and force: the
/// samples as they are, because a high-pass would erase a held contraction.
struct Conditioning: Sendable {
  private let isRaw: Bool
  private var highPass: Biquad
  private var lowPass: Biquad
  private var offset = 0.0
  private var isPrimed = false

  /// Designs the filters for a channel.
  init(_ channel: ChannelDescription) {
    let rate = channel.rate.value
    isRaw = channel.modality == .emg && rate > 50
    highPass = .highPass(corner: min(20, 0.4 * rate), rate: rate)
    lowPass = .lowPass(corner: min(450, 0.45 * rate), rate: rate)
  }

  /// Forgets the past, as after a gap; the next sample becomes the new zero.
  mutating func reset() {
    isPrimed = false
    highPass.reset()
    lowPass.reset()
  }

  /// Conditions one sample, in the channel's unit.
  @inline(__always)
  mutating func advance(_ sample: Double) -> Double {
    guard isRaw else { return sample }
    if !isPrimed {
      offset = sample
      isPrimed = true
    }
    return lowPass.advance(highPass.advance(sample - offset))
  }
}
