import Foundation
import Testing

/// The rules as udev itself reads them, on devices that umockdev makes up.
@Suite(
  .enabled(
    if: UdevTrial.isPossible,
    "needs umockdev-run, udevadm and unshare, and the right to make a mount namespace"
  )
)
struct UdevRulesTests {
  @Test(arguments: [
    ("2e73", "0001"), ("2e73", "0002"), ("2e73", "0004"), ("2e73", "0006"), ("2e73", "0007"),
    ("2e73", "0009"), ("2e73", "000d"), ("08f7", "0010"),
  ])
  func `a sensor is named, given to the group, and starts the daemon`(
    vendor: String,
    product: String
  ) throws {
    let report = try UdevTrial().run(vendor: vendor, product: product)
    #expect(report.property("ID_CRAMPD") == "sensor")
    #expect(report.property("ID_MM_DEVICE_IGNORE") == "1")
    #expect(report.property("MTP_NO_PROBE") == "1")
    #expect(report.property("TAGS")?.contains(":systemd:") == true)
    #expect(report.property("SYSTEMD_WANTS") == "crampd.service")
    #expect(report.says("61-crampd-access.rules", "GROUP 4711"))
    #expect(report.says("61-crampd-access.rules", "MODE 0660"))
    #expect(report.complaints == [])
  }

  @Test(arguments: [
    ("0403", "6015"), ("2341", "0043"), ("1a86", "7523"), ("10c4", "ea60"), ("2e8a", "000a"),
    ("2e73", "0005"), ("2e73", "000a"), ("2e73", "000b"), ("2341", "0369"), ("08f7", "0003"),
    ("1d6b", "0002"),
  ])
  func `a common chip, a boot loader and anything else is left alone`(
    vendor: String,
    product: String
  ) throws {
    let report = try UdevTrial().run(vendor: vendor, product: product)
    #expect(report.property("ID_CRAMPD") == nil)
    #expect(report.property("ID_MM_DEVICE_IGNORE") == nil)
    #expect(report.property("SYSTEMD_WANTS") == nil)
    #expect(!report.text.contains("crampd-access.rules:"))
    #expect(!report.text.contains("crampd-generic.rules:"))
    #expect(report.complaints == [])
  }

  @Test(arguments: [
    ("0403", "6015"), ("0403", "6001"), ("2341", "0043"), ("2341", "0069"), ("2a03", "0043"),
    ("1a86", "7523"), ("10c4", "ea60"), ("2e8a", "000a"), ("0483", "5740"), ("303a", "1001"),
  ])
  func `a line that is taken into use gives a common chip to the group`(
    vendor: String,
    product: String
  ) throws {
    let report = try UdevTrial(isGenericOn: true).run(vendor: vendor, product: product)
    #expect(report.says("62-crampd-generic.rules", "GROUP 4711"))
    #expect(report.property("ID_MM_DEVICE_IGNORE") == "1")
    #expect(report.property("SYSTEMD_WANTS") == nil)
    #expect(report.complaints == [])
  }

  @Test(arguments: ["2341:0369", "2341:006d", "2341:0374"])
  func `no line gives a boot loader to the group`(id: String) throws {
    let parts = id.split(separator: ":").map(String.init)
    let report = try UdevTrial(isGenericOn: true).run(vendor: parts[0], product: parts[1])
    #expect(!report.text.contains("GROUP 4711"))
  }

  @Test func `a complaint about a rule would be seen`() throws {
    let report = try UdevTrial(extraRule: "FROB==\"1\", MODE=\"0660\"").run(
      vendor: "2e73",
      product: "0001"
    )
    #expect(report.complaints != [])
  }
}
