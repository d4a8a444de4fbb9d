import CrampModel

/// Counts what the pipeline takes from the heap, stretch by stretch, in lines of JSON.
///
///     count-allocations [BLOCK]
///
/// The first line is about an allocation that is made on purpose. `places` are blocks that allocated
/// although nothing was told; with the number of one, it ends at the first allocation in it, and
/// with `SWIFT_BACKTRACE=enable=yes` Swift's runtime says where that is.
@main
struct CountAllocations {
  static func main() {
    let size = CommandLine.arguments.count
    var kept: [[Int]] = []
    let onPurpose = AllocationCounter.count {
      kept.append(Array(repeating: size, count: 100 * size))
    }
    print(#"{"stretch": "on purpose", "arrays": \#(kept.count), "allocations": \#(onPurpose)}"#)
    let numbers = BlockNumbers(stop: CommandLine.arguments.dropFirst().first.flatMap { Int($0) })
    for channels in [1, 8, 64] {
      for block in [10, 1_000] {
        play(channels: channels, rate: 1_000, block: block, .emg, numbers)
      }
    }
    play(channels: 2, rate: 2_000, block: 10, .emg, numbers)
    play(channels: 2, rate: 100, block: 10, .envelope, numbers)
    play(channels: 2, rate: 100, block: 10, .pressure, numbers)
  }

  private static func play(
    channels: Int,
    rate: Int,
    block: Int,
    _ modality: Modality,
    _ numbers: BlockNumbers
  ) {
    CountedRun(channels: channels, rate: rate, block: block, modality: modality, numbers: numbers)
      .run()
  }
}
