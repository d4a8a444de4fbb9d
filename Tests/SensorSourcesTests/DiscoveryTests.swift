import Testing
import USBTransport

@testable import SensorSources

struct DiscoveryTests {
  private func device(
    _ ids: String,
    serial: String? = "S1",
    port: String = "1-2",
    link: LinkKind? = .ftdi
  ) throws -> SeenDevice {
    SeenDevice(ids: try #require(.init(ids)), port: port, serial: serial, link: link)
  }

  private func rule(_ change: (inout USBSensorRule) -> Void) -> USBSensorRule {
    var rule = USBSensorRule()
    change(&rule)
    return rule
  }

  /// What is used as what; `-` for what is left alone.
  private func families(_ verdict: Discovery.Verdict) -> String {
    guard case .use(let plan) = verdict else { return "-" }
    return plan.families.map(\.rawValue).joined(separator: " ")
  }

  @Test(arguments: [
    ("2e73:0001", "spikerbox"),
    ("08f7:0010", "vernier-go-direct"),
    ("2e73:0005", "-"),  // boot loader
    ("0403:6015", "-"),
    ("1a86:7523", "-"),
    ("2341:0043", "-"),
    ("046d:c31c", "-"),  // a keyboard
  ])
  func `By itself only what is surely a sensor is used`(ids: String, used: String) throws {
    #expect(families(Discovery().verdict(on: try device(ids, link: .hid))) == used)
  }

  @Test func `A driver's name alone means the devices that may carry it`() throws {
    let discovery = Discovery(rules: [rule { $0.driver = .openBCICyton }])
    #expect(families(discovery.verdict(on: try device("0403:6015"))) == "openbci-cyton")
    #expect(families(discovery.verdict(on: try device("1a86:7523"))) == "-")
    #expect(families(discovery.verdict(on: try device("2e73:0005"))) == "-")
  }

  @Test func `A serial number means one device, whatever its ids`() throws {
    let discovery = Discovery(
      rules: [
        rule {
          $0.serial = "DQ1"
          $0.driver = .textLines
        }
      ]
    )
    #expect(families(discovery.verdict(on: try device("1234:5678", serial: "DQ1"))) == "text-lines")
    #expect(families(discovery.verdict(on: try device("1234:5678", serial: "DQ2"))) == "-")
  }

  @Test func `Probing asks only families that answer`() throws {
    let discovery = Discovery(probes: true)
    #expect(
      families(discovery.verdict(on: try device("0403:6015")))
        == "openbci-cyton spikerbox chords bitalino"
    )
    #expect(families(discovery.verdict(on: try device("046d:c31c", link: .hid))) == "-")
  }

  @Test func `What cannot be spoken to is left alone, and the reason says why`() throws {
    var broken = try device("2e73:0001", link: .hid)
    broken.problem = "at byte 9: length 0"
    guard case .ignore(let reason) = Discovery().verdict(on: broken) else {
      Issue.record("it is used")
      return
    }
    #expect(reason.contains("at byte 9"))
    #expect(families(Discovery().verdict(on: try device("2e73:0001", link: nil))) == "-")
  }

  @Test(arguments: [
    ("0403:6015", SensorFamily.openBCICyton, true),
    ("2341:0043", .chords, false),  // raising DTR would reset the UNO
    ("2e8a:000a", .chords, true),  // a Pico waits for DTR
  ])
  func `DTR is raised only where the board waits for it`(
    ids: String,
    family: SensorFamily,
    raises: Bool
  ) throws {
    let discovery = Discovery(rules: [rule { $0.driver = family }])
    guard case .use(let plan) = discovery.verdict(on: try device(ids)) else {
      Issue.record("it is not used")
      return
    }
    #expect(plan.line(for: family).dtr == raises)
    #expect(plan.line(for: family).baud != 1_200)
  }

  @Test func `Without a serial number the place is the identity`() throws {
    let verdict = Discovery().verdict(on: try device("08f7:0010", serial: nil, link: .hid))
    guard case .use(let plan) = verdict else {
      Issue.record("it is not used")
      return
    }
    #expect(plan.identity == "port-1-2")
  }
}
