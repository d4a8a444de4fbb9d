import CrampModel

struct TextReader: RecordingFormat {
  let stream: StreamDescription
  let duration: Double? = nil
  let warnings: [RecordingWarning] = []
  init(file: InputFile, options: ReadingOptions) throws(RecordingError) {
    throw RecordingError(path: file.path, .unknownFormat)
  }
  mutating func read(into block: inout SampleBlock, seconds: Double) throws(RecordingError) -> Bool
  { false }
}
