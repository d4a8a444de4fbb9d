import CrampModel

/// One signal of an EDF or BDF header.
struct EDFSignal: Sendable {
  var label: String
  var dimension: String
  var physicalMinimum: Double
  var physicalMaximum: Double
  var digitalMinimum: Int
  var digitalMaximum: Int
  /// Samples in one record.
  var samples: Int
  /// The first byte in a record.
  var offset: Int
  /// The byte after the last in a record.
  var end: Int
  var isAnnotations: Bool

  /// Whether it carries samples.
  var isData: Bool { !isAnnotations && samples > 0 }

  /// Physical units for one digital step; negative where the header turns the signal over.
  var scale: Double {
    (physicalMaximum - physicalMinimum) / Double(digitalMaximum - digitalMinimum)
  }

  /// The physical value of the digital zero.
  var zero: Double {
    physicalMinimum - Double(digitalMinimum) * scale
  }

  /// Reads the signals' part of a header.
  ///
  ///     label 16, transducer 80, dimension 8, physical minimum 8, physical maximum 8,
  ///     digital minimum 8, digital maximum 8, prefilter 80, samples 8, reserved 32
  static func signals(
    in fields: EDFFields,
    count: Int,
    sampleWidth: Int
  ) throws(RecordingError) -> [Self] {
    var signals: [Self] = []
    var offset = 0
    for index in 0..<count {
      func place(_ before: Int, _ width: Int) -> Int { 256 + count * before + index * width }
      let samples = try fields.integer(
        place(216, 8),
        8,
        "samples per record",
        in: 0...99_999_999
      )
      let label = fields.text(place(0, 16), 16)
      var signal = Self(
        label: label,
        dimension: fields.text(place(96, 8), 8),
        physicalMinimum: 0,
        physicalMaximum: 1,
        digitalMinimum: 0,
        digitalMaximum: 1,
        samples: samples,
        offset: offset,
        end: offset + samples * sampleWidth,
        isAnnotations: label == "EDF Annotations" || label == "BDF Annotations"
      )
      offset = signal.end
      if signal.isData {
        try signal.readRange(fields, place: place)
      }
      signals.append(signal)
    }
    return signals
  }

  private mutating func readRange(
    _ fields: EDFFields,
    place: (Int, Int) -> Int
  ) throws(RecordingError) {
    let digital = -8_388_608...8_388_607
    physicalMinimum = try fields.number(place(104, 8), 8, "physical minimum")
    physicalMaximum = try fields.number(place(112, 8), 8, "physical maximum")
    digitalMinimum = try fields.integer(place(120, 8), 8, "digital minimum", in: digital)
    digitalMaximum = try fields.integer(place(128, 8), 8, "digital maximum", in: digital)
    guard digitalMinimum != digitalMaximum else {
      throw fields.error(place(128, 8), "digital minimum and maximum of \(label.shown()) are equal")
    }
    guard physicalMinimum != physicalMaximum else {
      throw fields.error(
        place(112, 8),
        "physical minimum and maximum of \(label.shown()) are equal"
      )
    }
  }
}
