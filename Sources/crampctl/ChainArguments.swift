import ArgumentParser
import CrampModel

/// Which channels of a recording work in one chain.
struct ChainArguments: ParsableArguments {
  @Option(
    name: .customLong("chain"),
    help: ArgumentHelp(
      "Watch these channels for one muscle that does the work of another (experimental); may be "
        + "given more than once.",
      valueName: "name=channel,channel..."
    )
  )
  var chains: [String] = []

  /// A chain as a person names it.
  struct Chain: Equatable {
    let name: String
    let channels: [String]

    init(_ text: String) throws {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      name = String(parts.first ?? "")
      channels = parts.dropFirst().first?.split(separator: ",").map(String.init) ?? []
      guard parts.count == 2, name.contains(where: { !$0.isWhitespace }) else {
        throw ValidationError("--chain \(text): not of the form NAME=CHANNEL,CHANNEL")
      }
      guard Set(channels).count > 1, Set(channels).count == channels.count else {
        throw ValidationError("--chain \(text): a chain takes two different channels at least")
      }
    }
  }

  func validate() throws {
    let chains = try chains.map(Chain.init(_:))
    for (index, chain) in chains.enumerated() {
      for other in chains[..<index] {
        if other.name == chain.name {
          throw ValidationError("--chain \(chain.name): is there twice")
        }
        if let channel = chain.channels.first(where: other.channels.contains) {
          throw ValidationError("--chain \(chain.name): \(channel) is in \(other.name) already")
        }
      }
    }
  }

  /// Puts the chains into what a recording says of its channels.
  ///
  /// - Parameters:
  ///   - stream: The recording's channels.
  ///   - path: Its file, for the message.
  /// - Throws: ``Failure`` if it has no such channel, or one that is no EMG.
  func apply(to stream: inout StreamDescription, of path: String) throws {
    for chain in try chains.map(Chain.init(_:)) {
      for name in chain.channels {
        let found = stream.channels.indices.filter { stream.channels[$0].name == name }
        guard !found.isEmpty else {
          let names = stream.channels.map(\.name).joined(separator: ", ")
          throw Failure.wrongUse(
            "read \(path): --chain \(chain.name): there is no channel \(name); there are \(names)"
          )
        }
        for index in found {
          guard stream.channels[index].modality == .emg else {
            throw Failure.wrongUse("read \(path): --chain \(chain.name): \(name) is no EMG")
          }
          stream.channels[index].chain = chain.name
        }
      }
    }
  }
}
