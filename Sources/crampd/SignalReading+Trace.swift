import CrampDetection
import EventStream

extension SignalReading {
  /// What a hop showed, as clients are told of it.
  init(_ trace: ChannelTrace) {
    self.init(
      time: trace.end,
      level: trace.level,
      state: trace.phase.rawValue,
      fault: (trace.fault ?? trace.veto)?.rawValue,
      motion: trace.motion,
      hum: trace.hum,
      medianFrequency: trace.medianFrequency
    )
    rest = trace.levels?.rest
    on = trace.levels?.on
    off = trace.levels?.off
  }
}
