import CrampModel
import SensorProtocols
import Testing

@testable import SensorSources

struct SampleFlowTests {
  private let account = SensorAccount(
    channels: [ChannelDescription(name: "calf", unit: .microvolt, rate: Hertz(250))]
  )

  /// Ten frames each 40 ms, from `begin` on.
  private func play(_ flow: inout SampleFlow, from begin: Duration, chunks: Int) {
    for chunk in 0..<chunks {
      var frames = SampleFrames()
      frames.values = Array(repeating: 1, count: 10)
      _ = flow.absorb(frames, at: begin + .milliseconds(40 * (chunk + 1)))
    }
  }

  private func length(_ flow: inout SampleFlow) -> (samples: Int, lost: Int) {
    var block = SampleBlock(channelCount: 1)
    var samples = 0
    var lost = 0.0
    while flow.next(into: &block) {
      samples += block.channels[0].count
      lost += block.gap
    }
    return (samples, Int((lost * 250).rounded()))
  }

  @Test(arguments: [0, 3, 7])
  func `A sensor that was away has lost what the clock says`(ticks: Int) {
    var flow = SampleFlow(account, at: .zero)
    play(&flow, from: .zero, chunks: 250)
    for second in 0..<ticks { flow.declareSilence(upTo: .seconds(11 + second)) }
    flow.interrupt()
    // Away from 10 s to 18 s; the first chunk of ten frames is complete at 18.04 s.
    play(&flow, from: .seconds(18), chunks: 100)
    let (samples, lost) = length(&flow)
    #expect(samples == 3_500)
    #expect(lost == 2_000)
  }

  @Test func `A silence that turns out to be late data loses nothing before it is declared`() {
    var flow = SampleFlow(account, at: .zero)
    play(&flow, from: .zero, chunks: 250)
    flow.declareSilence(upTo: .seconds(10))
    #expect(length(&flow) == (2_500, 0))
  }
}
