import Glibc
import Testing

@testable import SensorSources

struct SensorThreadTests {
  @Test func `work goes on on one thread of its own, whoever it waits for`() async throws {
    actor Other { func work() -> Int { 1 } }
    let other = Other()
    let threads = try await SensorThread.run {
      var threads: Set<UInt> = []
      for _ in 0..<100 {
        threads.insert(pthread_self())
        await Task.yield()
        _ = await other.work()
        try await SensorClock().sleep(until: .now + .microseconds(10), tolerance: nil)
      }
      return threads
    }
    #expect(threads.count == 1)
    #expect(!threads.contains(pthread_self()))
  }

  @Test func `a sleep is over no sooner than its end`() async throws {
    let clock = SensorClock()
    try await SensorThread.run {
      for _ in 0..<100 {
        let end = clock.now + .microseconds(200)
        try await clock.sleep(until: end, tolerance: nil)
        #expect(clock.now >= end)
      }
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a sleep ends with its task`() async throws {
    for _ in 0..<200 {
      let sleeping = Task {
        try await SensorThread.run {
          try await SensorClock().sleep(until: .now + .seconds(3_600), tolerance: nil)
        }
      }
      sleeping.cancel()
      await #expect(throws: CancellationError.self) { try await sleeping.value }
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a call from elsewhere ends its thread's sleep`() async throws {
    let (numbers, next) = AsyncStream.makeStream(of: Int.self)
    async let sum = SensorThread.run {
      var sum = 0
      for await number in numbers { sum += number }
      return sum
    }
    for number in 1...1_000 {
      next.yield(number)
      await Task.yield()
    }
    next.finish()
    #expect(try await sum == 500_500)
  }

  @Test func `what is left of actors' work is done when the thread has ended`() async throws {
    actor Counter {
      var count = 0
      func add() { count += 1 }
    }
    let counter = Counter()
    try await withThrowingTaskGroup { group in
      for _ in 0..<50 {
        group.addTask {
          try await SensorThread.run { for _ in 0..<100 { await counter.add() } }
        }
      }
      try await group.waitForAll()
    }
    #expect(await counter.count == 5_000)
  }
}
