extension Profile {
  /// Share of ``confirmAfter`` that must lie behind the onset, which is known to a few hops.
  public static let confirmShare = 0.98
}
