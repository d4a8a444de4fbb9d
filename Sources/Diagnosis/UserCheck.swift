/// Whether the person may use the service's socket and journal.
struct UserCheck {
  let scene: Scene

  var findings: [Finding] {
    let person = scene.machine.person
    if person.isRoot { return [finding(.ok, "root may use everything")] }
    guard scene.isService else {
      return [finding(.ok, "\(person.name) runs crampd itself; no group is needed")]
    }
    guard let group = scene.group("crampd") else {
      return [finding(.wrong, "there is no group crampd", mend: "sudo systemd-sysusers")]
    }
    if person.groups.contains(group.number) {
      return [finding(.ok, "\(person.name) is in the group \(group.name)")]
    }
    if isMember(person, of: group) {
      return [
        finding(
          .wrong,
          "\(person.name) is in the group \(group.name), but was not when this session began",
          mend: "log out and in again, or use a shell of `newgrp \(group.name)`"
        )
      ]
    }
    return [
      finding(
        .wrong,
        "\(person.name) is not in the group \(group.name), and may not listen",
        mend: "sudo usermod -aG \(group.name) \(person.name), then log in again"
      )
    ]
  }

  private func isMember(_ person: Person, of group: UserGroup) -> Bool {
    if group.members.contains(person.name) { return true }
    let numbers = scene.machine.commands.output("id", "-G", person.name) ?? ""
    return numbers.split(whereSeparator: \.isWhitespace).contains { UInt32($0) == group.number }
  }

  private func finding(
    _ level: Finding.Level,
    _ message: String,
    mend: String? = nil
  ) -> Finding {
    Finding("user", level, message, mend: mend)
  }
}
