import CrampModel

/// The daemon's status as people read it; members of later versions are shown as they are.
struct StatusText {
  let path: String
  let greeting: Greeting
  let status: JSONTree
  let snapshot: JSONTree

  /// The status with a line feed at its end.
  var text: String {
    head + values + lists + episodes
  }

  private var head: String {
    "crampd \(greeting.version) at \(path), newest event \(greeting.newestSeq)\n"
  }

  /// What is one value.
  private var values: String {
    guard case .object(let members) = status else { return "" }
    let known: Set = ["version", "instance", "seq"]
    var table = TextTable(["", ""])
    for (name, value) in members.sorted(by: { $0.key < $1.key })
    where value.objects.isEmpty && !known.contains(name) {
      table.add([Self.words(name), value.shown])
    }
    return table.isEmpty ? "" : String(table.text.drop { $0 == "\n" })
  }

  /// What is a list, each as a table: those of the status, and those of the snapshot beside them.
  private var lists: String {
    var lists: [String: JSONTree] = [:]
    for case .object(let members) in [snapshot, status] {
      lists.merge(members.filter { !$0.value.objects.isEmpty }) { $1 }
    }
    lists["episodes"] = nil
    return lists.sorted { $0.key > $1.key }
      .map { "\n\(Self.words($0.key))\n\(Self.table($0.value.objects))" }.joined()
  }

  private var episodes: String {
    let open = snapshot["episodes"]?.objects ?? []
    guard !open.isEmpty else { return "\nno cramp is open\n" }
    var table = TextTable(["open cramp on", "since", "sensor"])
    for episode in open {
      let time = (episode["time"]?.shown).flatMap(Timestamp.init(rfc3339:))
      table.add([
        episode["channel"]?.shown ?? "?", time.map(LocalTime.dateAndTime(_:)) ?? "?",
        episode["sensor"]?.shown ?? "",
      ])
    }
    return "\n" + table.text
  }

  private static func table(_ objects: [[String: JSONTree]]) -> String {
    let first = ["sensor", "channel", "name", "state"]
    let names = Set(objects.flatMap(\.keys))
    let columns = first.filter(names.contains) + names.subtracting(first).sorted()
    var table = TextTable(columns.map(words(_:)))
    for object in objects {
      table.add(columns.map { object[$0]?.shown ?? "" })
    }
    return table.text
  }

  private static func words(_ name: String) -> String {
    name.replacing("_", with: " ")
  }
}
