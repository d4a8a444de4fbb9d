internal import CrampModel

extension SampleBlock {
  /// Seconds that the block covers, its gap included.
  func seconds(of stream: StreamDescription) -> Double {
    guard let samples = channels.first, let channel = stream.channels.first else { return gap }
    return gap + Double(samples.count) / channel.rate.value
  }
}
