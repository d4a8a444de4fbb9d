import CrampModel
import Foundation

/// Reads the bytes as the journal's copy, in two pieces, and as a damaged journal.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let cut = input.isEmpty ? 0 : Int(input[0]) * input.count / 256
  let whole = seqs([input[...]])
  precondition(whole == seqs([input[..<cut], input[cut...]]), "other lines from other pieces")
  precondition(zip(whole, whole.dropFirst()).allSatisfy { $0 < $1 }, "seqs that go back")
  let events = EventTextScan(bytes: Data(input)).events()
  precondition(events.count <= count / 8, "events from nothing")
  return 0
}

private func seqs(_ pieces: [ArraySlice<UInt8>]) -> [Int64] {
  var text = JournalCopyText()
  var seqs: [Int64] = []
  for piece in pieces {
    text.push(piece)
    while let piece = text.next() {
      guard case .line(let line) = piece else { continue }
      seqs.append(line.seq)
      precondition(text.soundEnd == text.offset, "a trusted line that does not end")
    }
  }
  _ = text.finish()
  precondition(text.offset == pieces.reduce(0) { $0 + $1.count }, "bytes from nothing")
  return seqs
}
