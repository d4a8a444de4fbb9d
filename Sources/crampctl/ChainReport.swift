import CrampDetection
import CrampModel

/// How chains of muscles shared their work, as people read it.
struct ChainReport {
  let detection: Detection

  /// A table for each chain, with a line feed at its end; empty without chains.
  var text: String {
    detection.chains.map { head($0) + table($0) + takeovers($0) }.joined()
  }

  private func head(_ chain: ChainSummary) -> String {
    let length = NumberText.length(Double(chain.seconds))
    return "  chain \(TextTable.plain(chain.chain)) (experimental): \(length) of work\n"
  }

  private func table(_ chain: ChainSummary) -> String {
    var table = TextTable(
      ["muscle", "share at first", "last minute", "whole", "median frequency"],
      numeric: [1, 2, 3],
      indent: 4
    )
    for muscle in chain.muscles {
      table.add([
        name(of: muscle.channel), percent(muscle.shareBefore), percent(muscle.shareRecent),
        percent(chain.seconds > 0 ? muscle.share : nil), slope(muscle.fatigue),
      ])
    }
    return table.text
  }

  private func takeovers(_ chain: ChainSummary) -> String {
    let events = detection.events.filter {
      $0.type == .compensation && $0[.chain] == .text(chain.chain)
    }
    guard !events.isEmpty else { return "    no muscle takes over from another\n" }
    return events.map { event in
      guard case .text(let from) = event[.from] else { return "" }
      let start = NumberText.clock(event.time.seconds(since: detection.stream.start))
      return TextTable.plain("    \(event.channel ?? "?") takes over from \(from) since \(start)")
        + "\n"
    }.joined()
  }

  private func name(of channel: Int) -> String {
    let channel = detection.stream.channels[channel]
    return channel.muscle.map { "\(channel.name), \($0)" } ?? channel.name
  }

  private func percent(_ share: Double?) -> String {
    share.map { "\(NumberText.fixed($0, decimals: 0)) %" } ?? "-"
  }

  private func slope(_ fatigue: Fatigue?) -> String {
    guard let fatigue else { return "-" }
    let slope = NumberText.fixed(fatigue.percentPerMinute)
    return "\(slope) ± \(NumberText.fixed(fatigue.standardError)) %/min"
      + (fatigue.isTiring ? ", tiring" : "")
  }
}
