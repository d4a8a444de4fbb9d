import Foundation
import Testing

@testable import Diagnosis

/// What a report shows of units and of what was added to them.
struct RedactedUnitsTests {
  @Test(arguments: [
    ("Environment=A=geheim", "Environment=(struck out)"),
    ("Environment = A=geheim", "Environment=(struck out)"),
    (" \tEnvironment=A=geheim", "Environment=(struck out)"),
    (
      "Environment=\\\n  A=geheim \\\n  B=geheim\nUMask=0077",
      "Environment=(struck out)\nUMask=0077"
    ),
    ("Environment=A \\\n# geheim\n  geheim\nUMask=0077", "Environment=(struck out)\nUMask=0077"),
    ("DeviceAllow=char-x rw \\\n  geheim", "DeviceAllow=(struck out)"),
    ("LoadCredential=a:/geheim", "LoadCredential=(struck out)"),
    ("SetCredential=a:geheim", "SetCredential=(struck out)"),
    ("ExecStart=/usr/bin/env A=geheim crampd", "ExecStart=(struck out)"),
    ("ExecStart=", "ExecStart=(struck out)"),
    ("Otto geheim", "(struck out)"),
    ("Otto war hier=geheim", "(struck out)=(struck out)"),
    ("[geheim]", "(struck out)"),
    ("# geheim\n; geheim\n# /geheim of mine.conf", ""),
    (
      "# /etc/systemd/system/crampd.service.d/a.conf",
      "# /etc/systemd/system/crampd.service.d/a.conf"
    ),
    ("  WatchdogSec = 60s ", "WatchdogSec=60s"),
  ])
  func `Of a drop-in only what the package sets, too, has its value`(unit: String, shown: String) {
    #expect(RedactedUnits.text(unit) == (shown.isEmpty ? "" : shown + "\n"))
  }

  @Test(arguments: ["crampd.service", "crampd.socket"])
  func `The package's own units are shown whole, but for comments`(name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Udev/\(name)")
    let unit = try String(contentsOf: file, encoding: .utf8)
    let settings = unit.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(RedactedUnits.text(unit) == settings.map { $0 + "\n" }.joined())
  }

  @Test func `What a distribution puts beside every unit is nobody's drop-in`() {
    let mine = "/etc/systemd/system/crampd.service.d/override.conf"
    let paths = [
      "/usr/lib/systemd/system/service.d/10-timeout-abort.conf",
      "/lib/systemd/system/service.d/10-timeout-abort.conf",
      "/usr/lib/systemd/system/socket.d/all.conf", mine,
    ]
    let unit = ServiceUnit(["DropInPaths": paths.joined(separator: " ")])
    #expect(unit.dropIns == [mine])
  }
}
