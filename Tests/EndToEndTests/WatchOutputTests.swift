import CrampModel
import Testing

@testable import crampctl

struct WatchOutputTests {
  private static let json =
    #"{"id":"019aa3f2-7c1e-7b5d-9d0e-2f6f1f0f8a11","type":"marker","#
    + #""time":"2026-11-21T02:51:21.123456Z","detected":"2026-11-21T02:51:21.123456Z","#
    + #""text":"a stretch"}"#
  private static let id = "019aa3f2-7c1e-7b5d-9d0e-2f6f1f0f8a11"

  private static func output(_ format: WatchCommand.Format, showsPending: Bool) -> WatchOutput {
    WatchOutput(
      format: format,
      showsPending: showsPending,
      showsOpen: true,
      isColoured: false
    )
  }

  private static var event: Follower.Item {
    .event(seq: 7, json.replacing(#"{"id""#, with: #"{"seq":7,"id""#))
  }

  @Test func `what is not on disk yet is shown once, and its event is a note`() throws {
    var output = Self.output(.text, showsPending: false)
    let first = try output.text(.pending(id: Self.id, Self.json))
    let again = try output.text(.pending(id: Self.id, Self.json))
    let event = try output.text(Self.event)
    #expect(first?.hasSuffix("a stretch  (not on disk yet)\n") == true)
    #expect(again == nil)
    #expect(event?.hasSuffix("marker on - is on disk now, as event 7\n") == true)
  }

  @Test func `an event that was not shown before is shown in full`() throws {
    var output = Self.output(.text, showsPending: false)
    let event = try output.text(Self.event)
    #expect(event?.hasSuffix("a stretch\n") == true)
  }

  @Test(arguments: [false, true])
  func `ndjson has each event, and what is not on disk yet only if asked`(asked: Bool) throws {
    var output = Self.output(.ndjson, showsPending: asked)
    let first = try output.text(.pending(id: Self.id, Self.json))
    let event = try output.text(Self.event)
    #expect(first == (asked ? Self.json + "\n" : nil))
    #expect(event?.hasPrefix(#"{"seq":7,"#) == true)
  }

  @Test func `what was shown is remembered in bounded memory`() {
    var pending = PendingEvents()
    let areNew = (0...PendingEvents.most).map { pending.show("\($0)") }
    #expect(!areNew.contains(false))
    #expect(!pending.contains("0"))
    #expect(pending.contains("1"))
    let isNew = ["\(PendingEvents.most)", "0"].map { pending.show($0) }
    #expect(isNew == [false, true])
    #expect(!pending.contains("1"))
  }
}
