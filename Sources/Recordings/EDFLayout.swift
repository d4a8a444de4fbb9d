import CrampModel

/// What a file that is being written looks like.
struct EDFLayout: Sendable {
  let kind: EDFWriter.Kind
  let stream: StreamDescription
  let shape: EDFShape
  let encodings: [EDFEncoding]
  /// Seconds from the header's start to sample zero, below one.
  let fraction: Double
  let fastest: Double

  /// The annotation that says where the last record stops being samples.
  static let endText = "Recording ends"
  /// What a file says in the reserved field of its annotation signal while it grows.
  static let unfinished = "unfinished"
  /// Room for some ten annotations in a record; whole samples of both widths.
  static let annotationBytes = 480

  init(
    path: String,
    kind: EDFWriter.Kind,
    stream: StreamDescription,
    recordDuration: Double
  ) throws(RecordingError) {
    let width = kind == .edf ? 2 : 3
    guard (1...9_998).contains(stream.channels.count) else {
      throw RecordingError(.write, path: path, .noChannels)
    }
    let rates = stream.channels.map(\.rate.value)
    guard let shape = EDFShape(rates: rates, wish: recordDuration, sampleWidth: width) else {
      let list = rates.map { decimal($0, least: 0) }.joined(separator: ", ").shown(limit: 80)
      throw RecordingError(
        .write,
        path: path,
        .header("no record duration holds whole numbers of samples at \(list) Hz")
      )
    }
    var encodings: [EDFEncoding] = []
    for channel in stream.channels {
      guard let encoding = EDFEncoding(channel, sampleWidth: width) else {
        let what = "the range of \(channel.name.shown()) does not fit into eight characters"
        throw RecordingError(.write, path: path, .header(what))
      }
      encodings.append(encoding)
    }
    self.kind = kind
    self.stream = stream
    self.shape = shape
    self.encodings = encodings
    fraction = Double(CivilTime(stream.start).microsecond) / 1e6
    fastest = rates.max() ?? 1
  }

  var sampleWidth: Int { kind == .edf ? 2 : 3 }
  var discontinuous: String { kind == .edf ? "EDF+D" : "BDF+D" }
  var markOffset: Int { 256 * (stream.channels.count + 2) - 32 }
  var recordLength: Int {
    shape.samples.reduce(0, +) * sampleWidth + Self.annotationBytes
  }

  func annotationOffset(ofRecord record: Int) -> Int {
    256 * (stream.channels.count + 2) + (record + 1) * recordLength - Self.annotationBytes
  }

  /// The longest time that some samples of each channel cover.
  func seconds(_ counts: [Int]) -> Double {
    zip(counts, stream.channels).map { Double($0) / $1.rate.value }.max() ?? 0
  }

  func samples(in seconds: Double, of index: Int) -> Int {
    min(shape.samples[index], Int((seconds * stream.channels[index].rate.value).rounded()))
  }

  /// From the first to the last NaN in a record's samples, in seconds.
  func lost(_ samples: ArraySlice<Float>, from onset: Double) -> ClosedRange<Double>? {
    guard let first = samples.firstIndex(where: \.isNaN),
      let last = samples.lastIndex(where: \.isNaN)
    else { return nil }
    let period = shape.duration / Double(samples.count)
    return onset + Double(first - samples.startIndex) * period...onset + Double(
      last + 1 - samples.startIndex
    ) * period
  }

  /// The header, with the number of records still unknown.
  ///
  /// - Parameter mark: What the reserved field of the annotation signal says.
  /// - Returns: Its bytes.
  func header(mark: String) -> [UInt8] {
    let count = stream.channels.count + 1
    let civil = CivilTime(stream.start)
    let isKnown = stream.start != .epoch
    let date = isKnown ? civil.dotted : "01.01.85"
    let day = isKnown ? civil.named : "X"
    let equipment = stream.sensor.isEmpty ? "X" : stream.sensor.field
    var bytes: [UInt8] = kind == .edf ? Array("0       ".utf8) : [0xFF] + Array("BIOSEMI".utf8)
    let fields = [
      ("X X X X", 80), ("Startdate \(day) X X \(equipment)", 80), (date, 8), (civil.clock, 8),
      (String(256 * (count + 1)), 8), (kind == .edf ? "EDF+C" : "BDF+C", 44), ("-1", 8),
      (shape.durationText, 8), (String(count), 4),
    ]
    for (text, width) in fields {
      bytes += text.padded(width).utf8
    }
    return bytes + signalFields(mark: mark)
  }

  private func signalFields(mark: String) -> [UInt8] {
    let digital = kind == .edf ? ("-32768", "32767") : ("-8388608", "8388607")
    let name = kind == .edf ? "EDF Annotations" : "BDF Annotations"
    let room = String(Self.annotationBytes / sampleWidth)
    let channels = stream.channels
    let columns: [([String], Int)] = [
      (channels.map(\.name.ascii) + [name], 16), (channels.map { _ in "" } + [""], 80),
      (channels.map(\.unit.rawValue) + [""], 8), (encodings.map(\.physicalMinimum) + ["-1"], 8),
      (encodings.map(\.physicalMaximum) + ["1"], 8),
      (channels.map { _ in digital.0 } + [digital.0], 8),
      (channels.map { _ in digital.1 } + [digital.1], 8), (channels.map { _ in "" } + [""], 80),
      (shape.samples.map { String($0) } + [room], 8), (channels.map { _ in "" } + [mark], 32),
    ]
    return columns.flatMap { texts, width in texts.flatMap { Array($0.padded(width).utf8) } }
  }
}

extension String {
  /// The text cut or filled with blanks to a width, in ASCII.
  func padded(_ width: Int) -> String {
    let cut = ascii.prefix(width)
    return cut + String(repeating: " ", count: width - cut.count)
  }

  /// The text with an underscore for what a header cannot hold.
  var ascii: String {
    String(String.UnicodeScalarView(unicodeScalars.map { (32..<127) ~= $0.value ? $0 : "_" }))
  }

  /// The text as one word of a header field.
  fileprivate var field: String {
    String(ascii.map { $0 == " " ? "_" : $0 })
  }
}

extension CivilTime {
  fileprivate var dotted: String {
    [day, month, year % 100].map(Self.two).joined(separator: ".")
  }

  fileprivate var clock: String {
    [hour, minute, second].map(Self.two).joined(separator: ".")
  }

  fileprivate var named: String {
    let months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(separator: " ")
    return "\(Self.two(day))-\(months[month - 1])-\(year)"
  }

  private static func two(_ number: Int) -> String {
    (number < 10 ? "0" : "") + String(number)
  }
}
