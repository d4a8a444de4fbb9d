import Foundation

/// The bars and peers as one line of JSON.
struct Summary: Encodable {
  private struct Entry: Encodable {
    let name: String
    let measured: Double?
    let met: Bool?
    let basis: String
  }

  private let set: String
  private let hours: Double
  private let bars: [Entry]
  private let peers: [String: [String: Double]]

  init(_ page: ResultsPage) {
    set = page.set.rawValue
    hours = page.tally.hours
    bars = Bar.all(page.tally).map {
      Entry(name: $0.name, measured: $0.measured, met: $0.isMet, basis: $0.basis)
    }
    peers = Dictionary(page.peers.map { ($0.name, $0.numbers) }, uniquingKeysWith: { $1 })
  }

  /// The line, without a line feed.
  var line: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}
