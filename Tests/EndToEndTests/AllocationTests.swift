import Foundation
import Testing

/// What the pipeline takes from the heap, counted in a program whose `malloc` counts.
@Suite struct AllocationTests {
  private struct Line: Decodable {
    let stretch: String
    let allocations: Int
    let blocks: Int?
    let modality: String?
    let channels: Int?
    let rate: Int?
    let blockMilliseconds: Int?
    let blocksWithEvents: Int?

    enum CodingKeys: String, CodingKey {
      case stretch, allocations, blocks, modality, channels, rate
      case blockMilliseconds = "block_ms"
      case blocksWithEvents = "blocks_with_events"
    }
  }

  private static let counted = Task {
    try await blocking {
      let run = try CrampctlRun([], of: "count-allocations")
      try #require(run.status == 0, "\(run.errors)")
      return try run.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }
  }

  @Test func `an allocation that is made on purpose is counted`() async throws {
    let line = try #require(try await Self.counted.value.first)
    #expect(line.stretch == "on purpose")
    #expect(line.allocations >= 1)
  }

  @Test(arguments: ["rest", "contraction", "recovery", "cramp", "gaps", "faults"])
  func `nothing is allocated from sample to decision while nothing is told`(
    stretch: String
  ) async throws {
    let lines = try await Self.counted.value.filter { $0.stretch == stretch }
    #expect(lines.count == 9)
    for line in lines {
      #expect((line.blocks ?? 0) > (line.blocksWithEvents ?? 0), "\(line)")
      #expect(line.allocations == 0, "\(line)")
    }
  }

  @Test func `the signal has a cramp that is told`() async throws {
    let cramps = try await Self.counted.value.filter {
      $0.stretch == "cramp" && $0.modality == "emg"
    }
    #expect(!cramps.isEmpty)
    for line in cramps { #expect((line.blocksWithEvents ?? 0) > 0, "\(line)") }
  }
}
