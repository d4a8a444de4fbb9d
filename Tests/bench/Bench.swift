import Glibc

/// Measures the pipeline on raw samples, makes such samples, and does work that is counted.
///
///     bench --in FILE.f32 --channels N --rate HZ --block N [--limit-blocks N]
///     bench make [--raw FILE.f32] [--edf FILE.edf] --channels N --rate HZ --seconds N [--seed N]
///     bench work NAME [--scratch DIR]
@main
struct Bench {
  static func main() {
    do {
      try run(CommandLine.arguments.dropFirst())
    } catch {
      let line = "bench: \(error)\n"
      write(STDERR_FILENO, line, line.utf8.count)
      exit(error is BenchError ? 2 : 1)
    }
  }

  private static func run(_ words: ArraySlice<String>) throws {
    switch words.first {
    case "make": try make(words.dropFirst())
    case "work": try work(words.dropFirst())
    default: try measure(words)
    }
  }

  private static func measure(_ words: ArraySlice<String>) throws {
    let known = ["in", "channels", "rate", "block", "limit-blocks"]
    let arguments = try BenchArguments(words, known: known)
    var measurement = Measurement(
      path: try arguments.required("in"),
      channels: try arguments.number("channels", in: 1...1_024),
      rate: try arguments.number("rate", in: 1...1_000_000),
      block: try arguments.number("block", in: 0...1_000_000)
    )
    try measurement.measureThroughput()
    let memory = ProcessUse.peakMemory
    let limit = try arguments.number("limit-blocks", in: 0...10_000_000, usual: 20_000)
    try measurement.measureBlocks(limit: limit)
    print(measurement.json(memory: memory))
  }

  private static func make(_ words: ArraySlice<String>) throws {
    let known = ["raw", "edf", "channels", "rate", "seconds", "seed"]
    let arguments = try BenchArguments(words, known: known)
    let maker = InputMaker(
      channels: try arguments.number("channels", in: 1...1_024),
      rate: try arguments.number("rate", in: 1...1_000_000),
      length: try arguments.number("seconds", in: 1...1_000_000),
      seed: UInt64(try arguments.number("seed", in: 0...Int(Int32.max), usual: 1))
    )
    try maker.make(raw: arguments.text("raw"), edf: arguments.text("edf"))
  }

  private static func work(_ words: ArraySlice<String>) throws {
    let names = Workload.allCases.map(\.rawValue).joined(separator: " ")
    guard let name = words.first, let workload = Workload(rawValue: name) else {
      throw BenchError.usage("work: known are \(names)")
    }
    let arguments = try BenchArguments(words.dropFirst(), known: ["scratch"])
    try workload.run(scratch: arguments.text("scratch") ?? ".")
  }
}
