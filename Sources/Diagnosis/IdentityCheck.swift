/// Whether events can name the machine and the boot that they are of.
struct IdentityCheck {
  let scene: Scene

  var findings: [Finding] {
    var findings: [Finding] = []
    if !isID(scene.machine.text("/etc/machine-id")) {
      findings.append(
        Finding(
          "identity",
          .warning,
          "/etc/machine-id has no id",
          mend: scene.machine.asRoot("systemd-machine-id-setup")
        )
      )
    }
    if !isID(scene.machine.text("/proc/sys/kernel/random/boot_id")) {
      findings.append(
        Finding(
          "identity",
          .note,
          "the boot's id cannot be read",
          mend: "mount /proc"
        )
      )
    }
    return findings.isEmpty
      ? [Finding("identity", .ok, "machine and boot have their ids")] : findings
  }

  /// 128 bits in hexadecimal digits, with or without dashes (machine-id(5)).
  private func isID(_ text: String?) -> Bool {
    guard let digits = text?.split(separator: "\n").first?.replacing("-", with: "") else {
      return false
    }
    return digits.count == 32 && digits.allSatisfy(\.isHexDigit)
  }
}
