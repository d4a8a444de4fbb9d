import CrampModel

/// Which numbers the lines of a sensor have: how many, with which labels and units.
struct TextColumns: Hashable, Sendable {
  /// The labels, empty where there is none.
  let labels: [[UInt8]]
  let units: [TextLine.Unit?]
  let hasWords: Bool
  /// Whether every column has a label of its own, so that their order does not matter.
  let areLabelled: Bool

  /// The columns of a line that has been read from `bytes`.
  init(_ line: TextLine, in bytes: [UInt8]) {
    labels = line.labels.map { Array(bytes[$0]) }
    units = line.units
    hasWords = line.hasWords
    areLabelled = !labels.contains { $0.isEmpty } && Set(labels).count == labels.count
  }

  /// What is known of a column's numbers; nothing says what they are unless there is a unit.
  func numbers(of column: Int) -> ChannelScale.Numbers {
    let bytes = labels[column]
    var label = String(printable: bytes.span)
    let isUsed = labels[..<column].contains(bytes)
    if label.isEmpty || isUsed { label += (label.isEmpty ? "column " : " ") + "\(column + 1)" }
    let unit = units[column]
    return ChannelScale.Numbers(
      label: label,
      unit: unit?.signalUnit ?? .arbitrary,
      modality: .envelope,
      factor: unit == .pound ? TextLine.Unit.kilogramsInPound : 1
    )
  }
}

extension TextLine.Unit {
  /// International avoirdupois pound, exact by definition of 1959.
  static let kilogramsInPound = 0.45359237

  var signalUnit: SignalUnit {
    switch self {
    case .kilogram, .pound: .kilogramForce
    case .newton: .newton
    case .kilopascal: .kilopascal
    case .millimetreOfMercury: .millimetreOfMercury
    case .microvolt: .microvolt
    case .millivolt: .millivolt
    case .volt: .volt
    }
  }
}
