import Foundation
import Testing

/// What the daemon says, judged and read by programs that are not ours.
struct DaemonSchemaTests {
  private static let requests = [
    #"{"jsonrpc":"2.0","id":2,"method":"ping"}"#,
    #"{"jsonrpc":"2.0","id":3,"method":"status"}"#,
    #"{"jsonrpc":"2.0","id":4,"method":"history"}"#,
    #"{"jsonrpc":"2.0","id":5,"method":"mark","params":{"text":"stretched"}}"#,
    #"{"jsonrpc":"2.0","id":6,"method":"nonsense"}"#,
    "this is no JSON",
    #"{"jsonrpc":"2.0","id":7,"method":"ping"}"#,
  ]

  @Test(arguments: ["short-cramp", "electrode-off-during-cramp", "cramp-with-a-gap"])
  func `Every line that the daemon sends is as the schema says`(fixture: String) async throws {
    let (lines, report) = try await blocking {
      let sensor = "replay:\(Fixture.recording(fixture))?speed=max"
      let daemon = try RunningDaemon(["--sensor", sensor], in: Scratch())
      let client = try daemon.follow()
      try client.read(upTo: #""type":"sensor.detached""#)
      for request in Self.requests { client.send(request) }
      try client.read(upTo: #""id":7"#)
      daemon.signal(SIGTERM)
      client.readToEnd()
      let file = try daemon.scratch.file("lines", client.lines.joined(separator: "\n").utf8)
      let schemas = Fixture.root.appending(path: "Sources/EventStream/Schema").path
      let report = try ForeignRun(
        python: Self.validator,
        [schemas, file],
        needs: ["jsonschema", "referencing"]
      )
      return (client.lines, report)
    }
    guard let report else { return }
    #expect(report.status == 0, "\(report.errors)")
    #expect(report.output == "\(lines.count) lines are good\n")
    #expect(lines.contains { $0.contains(#""type":"daemon.stopped""#) })
  }

  @Test func `The pipeline that a user would type shows the events`() async throws {
    let (shown, events) = try await blocking {
      let sensor = "synthetic:short-cramp?speed=10"
      let daemon = try RunningDaemon(["--sensor", sensor], in: Scratch())
      let client = try daemon.follow()
      let shown = try ForeignRun(
        shell: #"socat -u "UNIX-CONNECT:$1" - | jq -c ."#,
        [daemon.socket],
        needs: ["socat", "jq"]
      ) {
        try client.read(upTo: #""type":"sensor.detached""#)
        daemon.signal(SIGTERM)
        client.readToEnd()
      }
      return (shown, client.events)
    }
    guard let shown else { return }
    let lines = shown.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.contains(#""method":"hello""#) == true, "\(shown)")
    #expect(lines.dropFirst().first?.contains(#""method":"snapshot""#) == true)
    let ids = lines.dropFirst(2).map { $0.member("id") }
    #expect(shown.output.contains(#""type":"cramp.onset""#))
    #expect(ids == events.suffix(ids.count).map { $0.member("id") })
  }

  static let validator = """
    import json, sys
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource
    schemas = {}
    for name in ("event", "protocol"):
        with open(f"{sys.argv[1]}/{name}.schema.json", encoding="utf-8") as file:
            schemas[name] = json.load(file)
        Draft202012Validator.check_schema(schemas[name])
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values())
    validator = Draft202012Validator(
        schemas["protocol"], registry=registry, format_checker=FormatChecker())
    count = 0
    with open(sys.argv[2], encoding="utf-8") as file:
        for line in file:
            count += 1
            for error in validator.iter_errors(json.loads(line)):
                sys.exit(f"{error.message}: {line}")
    print(count, "lines are good")
    """
}
