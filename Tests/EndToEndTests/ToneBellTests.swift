import CrampDetection
import Testing

@testable import crampd

@Suite struct ToneBellTests {
  @Test func `it waits for each sensor that is there, and for no other`() async {
    let bell = ToneBell()
    await bell.ring(.mark)
    let (first, stroke) = bell.join()
    let (second, _) = bell.join()
    let (gone, _) = bell.join()
    #expect(bell.stroke == stroke && stroke == 1)
    async let rung: Void = bell.ring(.mark, within: .seconds(60))
    while bell.stroke == stroke { await Task.yield() }
    for seat in [first, second] {
      let call = bell.call(seat)
      #expect(call.reason == .mark && call.stroke == 2)
      bell.answer(seat, call.stroke)
    }
    bell.leave(gone)
    await rung
    #expect(bell.call(first).reason == nil)
  }

  @Test func `a sensor without samples is not waited for, and hears of a session later`() async {
    let bell = ToneBell()
    let (seat, _) = bell.join()
    await bell.ring(.session, within: .milliseconds(1))
    await bell.ring(.mark, within: .milliseconds(1))
    let call = bell.call(seat)
    #expect(call.reason == .session && call.stroke == 2)
    bell.answer(seat, call.stroke)
    await bell.ring(.mark, within: .milliseconds(1))
    #expect(bell.call(seat).reason == .mark)
  }

  @Test(arguments: [
    ([ToneCut.passingMark], ToneCut.passingMark), ([.mark, .passingMark], .mark),
    ([.passingMark, .mark], .mark), ([.passingMark, .session, .mark, .passingMark], .session),
  ])
  func `of what a sensor has not heard yet the weightiest counts`(
    rings: [ToneCut],
    heard: ToneCut
  ) async {
    let bell = ToneBell()
    let (seat, _) = bell.join()
    for reason in rings { await bell.ring(reason, within: .zero) }
    #expect(bell.call(seat).reason == heard)
  }

  @Test func `many may ring at once`() async {
    let bell = ToneBell()
    let (seat, _) = bell.join()
    await withTaskGroup { group in
      for _ in 0..<20 { group.addTask { await bell.ring(.mark, within: .seconds(60)) } }
      while bell.stroke < 20 { await Task.yield() }
      bell.answer(seat, bell.call(seat).stroke)
    }
    #expect(bell.stroke == 20)
  }
}
