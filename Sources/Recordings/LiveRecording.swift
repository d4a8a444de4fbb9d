public import CrampModel

/// The samples of a running stream in an EDF+ or BDF+ file that is readable at any moment.
///
/// A record of samples goes to the operating system as soon as it is full, usually every second,
/// and the header's number of records follows it at once. So a killed process loses less than a
/// record, and other readers open what is there. Every 30 records, and at the end, the disk is
/// waited for: a power cut may cost that much. Until ``close()`` the header carries a mark, which
/// tells ``RecordingReader`` to take what is there and not what the header promises.
///
/// Gaps and missing samples are kept as ``EDFWriter`` keeps them. An append may wait for the disk.
public struct LiveRecording: ~Copyable, Sendable {
  /// The file.
  public let path: String
  /// What is written; its start is the time of the file's sample zero.
  public let stream: StreamDescription

  private var writer: EDFWriter

  /// Samples that lay outside of the range of their channel and were clipped to it.
  ///
  /// The range is that of the channel's rails. Where they are unknown it suits the unit: in 24
  /// bits -400 to 400 mV, in 16 bits -10 to 10 mV; -5000 to 5000 of a force or a pressure; every
  /// code of a converter that the width can hold.
  public var clippedSamples: Int { writer.clippedSamples }

  /// Makes the file.
  ///
  /// - Parameters:
  ///   - path: A name that ends with `.edf` for 16 bits or `.bdf` for 24; no file may have it.
  ///   - stream: What is written.
  /// - Throws: ``RecordingError`` if the stream does not fit the format or the file cannot be made.
  public init(path: String, stream: StreamDescription) throws(RecordingError) {
    guard let kind = EDFWriter.Kind(path: path) else {
      throw RecordingError(.write, path: path, .header("the name must end with .edf or .bdf"))
    }
    writer = try EDFWriter(livePath: path, kind: kind, stream: stream)
    self.path = path
    self.stream = stream
  }

  /// Writes samples, and the gap before them.
  ///
  /// - Parameter block: Of the stream's channels, in their units.
  /// - Throws: ``RecordingError`` if the block has other channels or the disk is full; then nothing
  ///   more is taken, the file holds what came before, and ``close()`` completes it.
  public mutating func append(_ block: borrowing SampleBlock) throws(RecordingError) {
    try writer.write(block)
  }

  /// Adds an event as an annotation; it is in the file with one of the next records.
  ///
  /// - Parameter event: Its time may lie before the file's start.
  public mutating func annotate(_ event: CrampEvent) {
    writer.annotate(Label(event, start: stream.start))
  }

  /// Writes what is left and takes the mark out of the header.
  ///
  /// - Throws: ``RecordingError`` if the disk is full or annotations found no room.
  public mutating func close() throws(RecordingError) {
    try writer.close()
  }
}

extension EDFWriter.Kind {
  /// The width that loses nothing of a stream: 16 bits only where they are known to do.
  ///
  /// They do for converters of up to 16 bits, and for voltages in steps of up to 0.1 microvolts,
  /// a tenth of the noise of surface EMG.
  ///
  /// - Parameter stream: Channels without rails take 24 bits.
  public init(for stream: StreamDescription) {
    let isFine = stream.channels.allSatisfy { channel in
      guard let low = channel.railLow, let high = channel.railHigh else { return false }
      let step = (high - low) / 65_535
      switch channel.unit {
      case .count: return step <= 1
      case .microvolt: return step <= 0.1
      case .millivolt, .volt, .newton, .kilogramForce, .kilopascal, .millimetreOfMercury,
        .arbitrary:
        return false
      }
    }
    self = isFine ? .edf : .bdf
  }

  /// The width that a file's name asks for; `nil` if it ends otherwise.
  ///
  /// - Parameter path: The file.
  public init?(path: String) {
    let name = path.lowercased()
    switch (name.hasSuffix(".edf"), name.hasSuffix(".bdf")) {
    case (true, _): self = .edf
    case (_, true): self = .bdf
    case (false, false): return nil
    }
  }

  /// How the names of its files end: `.edf` or `.bdf`.
  public var ending: String { self == .edf ? ".edf" : ".bdf" }
}

extension Label {
  /// An event as an annotation: its type, then its reason or a person's words.
  init(_ event: CrampEvent, start: Timestamp) {
    let keys: [EventKey] = [.reason, .name, .text]
    let words = keys.compactMap { key -> String? in
      guard case .text(let text) = event[key] else { return nil }
      // Two of them would end the text and begin a channel's name.
      return text.replacing("@@", with: "@ @")
    }
    var duration: Double?
    if event.type == .spasm || event.type == .samplesLost,
      case .number(let seconds) = event[.duration]
    {
      duration = seconds
    }
    self.init(
      onset: event.time.seconds(since: start),
      duration: duration,
      trialType: ([event.type.rawValue] + words).joined(separator: " "),
      channel: event.channel
    )
  }
}
