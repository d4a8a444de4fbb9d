import Testing

@testable import crampd

@Suite struct StartMemoryTests {
  @Test(
    arguments: [
      ("55d000-55f000 r-xp 00022000 fe:01 1835   /usr/bin/crampd", 0x55d000..<0x55f000),
      ("55d000-55f000 r-xp 00022000 fe:01 1835   /a file with spaces", 0x55d000..<0x55f000),
      // Relocated once and read-only since then: what is given back is not as it was.
      ("55f000-560000 r--p 00024000 fe:01 1835   /usr/bin/crampd", nil),
      ("560000-561000 rw-p 00025000 fe:01 1835   /usr/bin/crampd", nil),
      ("7ffd0000-7ffd2000 r-xp 00000000 00:00 0  [vdso]", nil),
      ("55f000-55d000 r-xp 00022000 fe:01 1835   /usr/bin/crampd", nil),
      ("zz-55d000 r-xp 00022000 fe:01 1835       /usr/bin/crampd", nil),
      ("", nil),
    ] as [(Substring, Range<UInt>?)]
  )
  func `only code that comes from a file is given back`(line: Substring, range: Range<UInt>?) {
    #expect(StartMemory.code(line) == range)
  }
}
