import Foundation
import Testing

/// A validator that is not ours: Python's jsonschema.
struct SchemaValidator {
  static let `protocol` = Self(root: "protocol")
  static let event = Self(root: "event")

  private let root: String

  /// Reports every line that the schema refuses; says so where there is no validator.
  func check(_ lines: [String]) throws {
    guard let refused = try refused(lines) else { return }
    for number in refused where lines.indices.contains(number) {
      Issue.record("the schema refuses \(lines[number])")
    }
  }

  /// The numbers of the lines that the schema refuses; `nil` where there is no validator.
  func refused(_ lines: [String]) throws -> [Int]? {
    let schemas = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/EventStream/Schema").path
    let file = NSTemporaryDirectory() + "crampd-lines-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let python = ProcessInfo.processInfo.environment["CRAMPD_PYTHON"] ?? "python3"
    process.arguments = [python, "-c", Self.program, schemas, root, file]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      if process.terminationStatus == 77 {
        print("skipped: python3 has no jsonschema, so no line was held against the schema")
      } else {
        Issue.record("the validator failed with status \(process.terminationStatus)")
      }
      return nil
    }
    return text.split(separator: "\n").compactMap { Int($0) }
  }

  private static let program = """
    import json, sys
    try:
        from jsonschema import Draft202012Validator, FormatChecker
        from referencing import Registry, Resource
    except ImportError:
        sys.exit(77)
    schemas = {}
    for name in ("event", "protocol"):
        with open(f"{sys.argv[1]}/{name}.schema.json", encoding="utf-8") as file:
            schemas[name] = json.load(file)
        Draft202012Validator.check_schema(schemas[name])
    registry = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas.values())
    validator = Draft202012Validator(
        schemas[sys.argv[2]], registry=registry, format_checker=FormatChecker())
    with open(sys.argv[3], encoding="utf-8") as file:
        for number, line in enumerate(file):
            if not validator.is_valid(json.loads(line)):
                print(number)
    """
}
