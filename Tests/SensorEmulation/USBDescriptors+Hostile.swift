/// How a device's descriptors lie.
public enum Hostility: String, Hashable, Sendable, CaseIterable {
  /// The configuration ends in the middle.
  case shortConfiguration = "short-config"
  /// A descriptor of no length, on which a reader may turn forever.
  case zeroLengthDescriptor = "zero-length-descriptor"
  /// An interface without endpoints.
  case noEndpoints = "no-endpoints"
  /// A configuration that claims 65535 bytes.
  case hugeTotalLength = "huge-total-length"
  /// Strings that are no text, with lengths that are not theirs.
  case garbledStrings = "string-garbage"
}

extension USBDescriptors {
  mutating func garble(_ hostility: Hostility) {
    switch hostility {
    case .shortConfiguration: configuration = Array(configuration.prefix(14))
    case .zeroLengthDescriptor:
      configuration.insert(contentsOf: [0, 0], at: min(9, configuration.count))
    case .noEndpoints:
      configuration = Array(configuration.prefix(18))
      configuration[2] = 18
      configuration[3] = 0
      configuration[4] = 1
      configuration[13] = 0
    case .hugeTotalLength:
      configuration[2] = 0xFF
      configuration[3] = 0xFF
    case .garbledStrings:
      rawStrings = [
        device[14]: [255, 3, 0x00, 0xD8, 0x0A, 0x00],
        device[15]: [5, 3, 0x1B, 0x00, 0x5B],
        device[16]: [0, 3],
      ]
    }
  }
}
