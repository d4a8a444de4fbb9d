/// Levels around a rest that is not zero, as those of pressures.
extension Thresholds {
  /// Places the levels at and below `swing` above rest.
  init(rest: Double, swing: Double, offShare: Double) {
    self.rest = rest
    on = rest + swing
    off = rest + offShare * swing
    step = 0
  }

  /// How far the on level lies above rest.
  var swing: Double { on - rest }
}
