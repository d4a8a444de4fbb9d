import CrampModel

/// A channel as the file describes it.
struct FileChannel {
  var name: String
  /// What the file says of the unit; `nil` if nothing that is known.
  var unit: SignalUnit?
  var rate: Double
  var low: Double?
  var high: Double?
}

/// The channels that are kept, with the factors that bring their samples into their units.
struct ChannelSelection: Sendable {
  /// For each kept channel its place in the file.
  private(set) var indices: [Int] = []
  private(set) var channels: [ChannelDescription] = []
  /// For each kept channel the factor from the file's unit to the description's.
  private(set) var factors: [Double] = []

  /// Applies a person's options to the channels of a file.
  ///
  /// - Throws: ``RecordingError`` if a name is unknown, a rate cannot be, or nothing is left.
  init(
    _ found: [FileChannel],
    options: ReadingOptions,
    file: InputFile
  ) throws(RecordingError) {
    let kept = try Self.kept(found.map(\.name), wanted: options.channels, file: file)
    for index in kept {
      let channel = found[index]
      try file.check(rate: channel.rate)
      let unit = Self.unit(of: channel, said: options.unit)
      let factor = unit.microvolts ?? 1
      let rails = Self.rails(channel, factor: factor)
      indices.append(index)
      factors.append(factor)
      channels.append(
        ChannelDescription(
          name: channel.name,
          unit: unit.microvolts == nil ? unit : .microvolt,
          rate: Hertz(channel.rate),
          modality: Self.modality(name: channel.name, unit: unit),
          railLow: rails?.lowerBound,
          railHigh: rails?.upperBound
        )
      )
    }
    guard !channels.isEmpty else { throw RecordingError(path: file.path, .noChannels) }
  }

  private static func rails(_ channel: FileChannel, factor: Double) -> ClosedRange<Float>? {
    guard let low = channel.low, let high = channel.high else { return nil }
    let first = Float(low * factor)
    let second = Float(high * factor)
    guard first.isFinite, second.isFinite, first != second else { return nil }
    return min(first, second)...max(first, second)
  }

  private static func unit(of channel: FileChannel, said: SignalUnit?) -> SignalUnit {
    let stated = channel.unit ?? .arbitrary
    let isOpen = stated.microvolts != nil || stated == .arbitrary || stated == .count
    return isOpen ? said ?? stated : stated
  }

  private static func modality(name: String, unit: SignalUnit) -> Modality {
    switch unit {
    case .newton, .kilogramForce: .force
    case .kilopascal, .millimetreOfMercury: .pressure
    case .microvolt, .millivolt, .volt, .count, .arbitrary:
      name.uppercased().hasPrefix("ENV") ? .envelope : .emg
    }
  }

  private static func kept(
    _ names: [String],
    wanted: [String],
    file: InputFile
  ) throws(RecordingError) -> [Int] {
    guard !wanted.isEmpty else { return Array(names.indices) }
    var kept: Set<Int> = []
    for name in wanted {
      var matches = names.indices.filter { names[$0] == name }
      if matches.isEmpty {
        matches = names.indices.filter { names[$0].lowercased() == name.lowercased() }
      }
      guard !matches.isEmpty else {
        throw RecordingError(path: file.path, .channel(name: name, available: names))
      }
      kept.formUnion(matches)
    }
    return kept.sorted()
  }
}
