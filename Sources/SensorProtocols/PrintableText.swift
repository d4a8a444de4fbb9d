extension String {
  /// What a sensor wrote, as one printable line of bounded length.
  ///
  /// Bytes after the first zero do not count, runs of what is not printable ASCII become a blank.
  ///
  /// - Parameters:
  ///   - bytes: From the sensor, terminated or not.
  ///   - limit: The greatest number of characters.
  init(printable bytes: Span<UInt8>, limit: Int = 64) {
    var text: [UInt8] = []
    for index in 0..<bytes.count {
      guard bytes[index] != 0, text.count < limit else { break }
      if (0x21...0x7E).contains(bytes[index]) {
        text.append(bytes[index])
      } else if let last = text.last, last != 0x20 {
        text.append(0x20)
      }
    }
    if text.last == 0x20 { text.removeLast() }
    self.init(decoding: text, as: UTF8.self)
  }
}
