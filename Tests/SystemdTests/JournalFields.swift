/// The fields of an entry, read back as journald reads them.
struct JournalFields {
  private(set) var all: [(name: String, value: [UInt8])] = []

  /// Reads a datagram; a malformed rest becomes a field named `malformed`.
  init(_ bytes: [UInt8]) {
    read(bytes[...])
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      guard
        let end = rest.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "\n") })
      else { return all.append(("malformed", Array(rest))) }
      let name = String(decoding: rest[..<end], as: UTF8.self)
      let isPlain = rest[end] == UInt8(ascii: "=")
      rest = rest[(end + 1)...]
      let count: Int
      if isPlain {
        count = (rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex) - rest.startIndex
      } else {
        count = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(8)
      }
      guard rest.count > count, rest[rest.startIndex + count] == UInt8(ascii: "\n") else {
        return all.append(("malformed", Array(rest)))
      }
      all.append((name, Array(rest.prefix(count))))
      rest = rest.dropFirst(count + 1)
    }
  }

  /// The only value of a field.
  subscript(name: String) -> String? {
    let values = self[all: name]
    return values.count == 1 ? values[0] : nil
  }

  /// All values of a field.
  subscript(all name: String) -> [String] {
    all.filter { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
  }
}
