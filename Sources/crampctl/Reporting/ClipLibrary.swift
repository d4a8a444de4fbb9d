import CrampHistory
import CrampModel
import CrampReport
import Foundation
import Recordings

/// The clips of a directory, found by the events that they were cut around.
struct ClipLibrary {
  /// Samples of a clip that are read at most, over all channels and with its gaps; longer ones are
  /// no clips.
  private static let mostSamples = 40_000_000

  private let directory: String
  private var names: [EventID: String] = [:]

  /// Looks what there is.
  ///
  /// - Parameters:
  ///   - directory: Its files are told by the last 36 letters of their names.
  ///   - mayBeMissing: Whether nobody has named it.
  /// - Throws: ``Failure`` if it cannot be listed.
  init(directory: String, mayBeMissing: Bool) throws(Failure) {
    self.directory = directory
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
      where !name.hasPrefix(".") {
        let base = URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent
        if let event = EventID(String(base.suffix(36))) { names[event] = name }
      }
    } catch {
      guard mayBeMissing else {
        throw Failure("read the clips of \(directory): \(error.localizedDescription)")
      }
    }
  }

  /// What is kept of some episodes.
  ///
  /// - Parameters:
  ///   - episodes: Any.
  ///   - events: For the order of each sensor's channels.
  /// - Returns: One for each channel of a clip.
  func signals(of episodes: [CrampEpisode], events: [CrampEvent]) -> [EpisodeSignal] {
    guard !names.isEmpty else { return [] }
    let attached = events.filter { $0.type == .sensorAttached }
    return episodes.flatMap { episode in
      let bySensor = Dictionary(grouping: episode.courses) { $0.onset.sensor ?? "" }
      return bySensor.keys.sorted().flatMap { sensor in
        let order = attached.last { $0.sensor == sensor }.flatMap { event -> [String]? in
          if case .texts(let names) = event[.channels] { names } else { nil }
        }
        return signals(of: episode, sensor, bySensor[sensor] ?? [], order ?? [])
      }
    }
  }

  private func signals(
    of episode: CrampEpisode,
    _ sensor: String,
    _ courses: [EpisodeCourse],
    _ order: [String]
  ) -> [EpisodeSignal] {
    var drafts: [(channel: ChannelDescription, stretches: [SampleStretch])] = []
    for event in Self.events(of: courses) {
      guard let name = names[event.id] else { continue }
      do {
        let (stream, stretches) = try read("\(directory)/\(name)")
        if drafts.isEmpty { drafts = stream.channels.map { ($0, []) } }
        guard drafts.count == stream.channels.count else { continue }
        for index in drafts.indices { drafts[index].stretches.append(stretches[index]) }
      } catch {
        Diagnostics.warn("\(error)")
      }
    }
    return drafts.enumerated().compactMap { index, draft in
      var channel = draft.channel
      // A file has room for 16 letters of a name; the sensor's own list has all of them.
      if order.count == drafts.count { channel.name = order[index] }
      let course = courses.first { $0.channel == channel.name }
      if let modality = course?.onset.modality { channel.modality = modality }
      return EpisodeSignal(
        episode: episode.id,
        onset: episode.begin,
        end: (course ?? episode.strongest).end,
        sensor: sensor,
        channel: channel,
        stretches: draft.stretches
      )
    }
  }

  /// The onset and the release of the course that rose most: each clip holds all channels.
  private static func events(of courses: [EpisodeCourse]) -> [CrampEvent] {
    let strongest = courses.max { ($0.peakRatio ?? 0) < ($1.peakRatio ?? 0) }
    return [strongest?.onset, strongest?.release].compactMap(\.self)
  }

  private func read(
    _ path: String
  ) throws(RecordingError) -> (stream: StreamDescription, stretches: [SampleStretch]) {
    var reader = try RecordingReader(path: path)
    let stream = reader.stream
    var samples = stream.channels.map { _ in [Float]() }
    var block = SampleBlock(channelCount: stream.channels.count)
    var count = 0
    while try reader.read(into: &block, seconds: 10) {
      let missing = stream.channels.map { channel in
        Int((min(3_600, max(0, block.gap)) * channel.rate.value).rounded())
      }
      // Gaps are filled, and take as much room as samples.
      count += missing.reduce(0, +) + block.channels.reduce(0) { $0 + $1.count }
      guard count <= Self.mostSamples else { break }
      for (index, part) in block.channels.enumerated() where index < samples.count {
        samples[index] += repeatElement(.nan, count: missing[index])
        samples[index] += part
      }
    }
    return (stream, samples.map { SampleStretch(begin: stream.start, samples: $0) })
  }
}
