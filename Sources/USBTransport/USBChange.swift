/// A device that came or went.
public enum USBChange: Hashable, Sendable {
  /// It was plugged in, or was there from the start.
  case arrived(AttachedDevice)
  /// It was unplugged; handles to it never revive.
  case left(USBAddress)
}
