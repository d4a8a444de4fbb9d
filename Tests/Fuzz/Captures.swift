import Glibc
import Recordings

/// Reads a capture to its end.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, count: Int) -> CInt {
  guard let file = unsafe tmpfile() else { return 0 }
  defer { unsafe fclose(file) }
  let number = unsafe fileno(file)
  guard unsafe write(number, start, count) == count else { return 0 }
  do throws(RecordingError) {
    var reader = try CaptureReader(path: "/proc/self/fd/\(number)")
    var transfers = 0
    var bytes = 0
    while let transfer = try reader.next() {
      transfers += 1
      bytes += transfer.data.count
    }
    precondition(transfers <= count && bytes <= count, "transfers from nothing")
    precondition(reader.warnings.count <= 1_000, "talkative")
  } catch {
    precondition(!error.description.contains { $0.isNewline }, "more than one line")
  }
  return 0
}
