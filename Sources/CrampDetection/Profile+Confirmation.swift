extension Profile {
  /// Share of ``confirmAfter`` that a contraction itself must have lasted; the rest of the window
  /// may lie before its onset.
  public static let confirmShare = 0.8
}
