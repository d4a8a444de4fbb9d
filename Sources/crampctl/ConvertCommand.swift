import ArgumentParser
import CrampModel
import Recordings

/// `crampctl convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Turn any readable recording or USB capture into EDF+, BDF+ or CSV.",
    discussion: """
      The ending of OUT says the format: .edf (16 bits), .bdf (24 bits) or .csv. Samples stay in \
      their physical units, gaps stay gaps; EDF+ and BDF+ keep annotations, CSV has none.

        crampctl convert night.wav night.edf --unit uV
        crampctl convert night.edf night.csv --channel calf
        crampctl convert cyton.pcapng cyton.edf --driver openbci-cyton
      """
  )

  @Argument(
    help: ArgumentHelp("The recording to read.", valueName: "in"),
    completion: .file()
  )
  var input: String

  @Argument(
    help: ArgumentHelp("The file to write.", valueName: "out"),
    completion: .file()
  )
  var output: String

  @Flag(help: "Replace OUT if it exists.")
  var force = false

  @OptionGroup var reading: ReadingArguments

  func run() throws {
    let format = try RecordingOutput.Format(path: output)
    var reader = try SampleInput(path: input, reading: reading)
    let path = try OutputPath(output, overwrites: force)
    do {
      // A table needs no range, and so no pass over the samples beforehand.
      let stream = format == .csv ? reader.stream : try reader.streamWithRanges()
      var writer = try RecordingOutput(path, format: format, stream: stream)
      try copy(from: &reader, to: &writer)
      try writer.close(annotations: reader.annotations)
    } catch let error as RecordingError {
      path.discard()
      throw error.named(path)
    }
    for warning in reader.warnings {
      Diagnostics.warn(warning.description)
    }
  }

  private func copy(
    from reader: inout SampleInput,
    to writer: inout RecordingOutput
  ) throws(RecordingError) {
    var progress = Progress(name: input, total: reader.duration)
    defer { progress.clear() }
    var length = StreamLength(reader.stream)
    var block = SampleBlock(channelCount: reader.stream.channels.count)
    while try reader.read(into: &block, seconds: 1) {
      try writer.write(block)
      length.add(block)
      progress.advance(to: length.total)
    }
  }
}
