import Glibc
import Testing

@testable import Systemd

struct ServiceNotifierTests {
  @Test(arguments: [false, true])
  func `A manager hears on a path and on an abstract name`(isAbstract: Bool) throws {
    let scratch = try Scratch()
    let address = isAbstract ? "@crampd-test-\(getpid())" : scratch.socket
    let manager = try DatagramReceiver(at: address)
    let notifier = ServiceNotifier(address: address)
    #expect(notifier.isNotifying)
    #expect(notifier.tell(.ready, .status("2 sensors\nno cramp")))
    #expect(manager.receive() == Array("READY=1\nSTATUS=2 sensors no cramp\n".utf8))
    #expect(manager.receive() == nil)
  }

  private static let states: [(ServiceState, String)] = [
    (ServiceState.ready, "READY=1\n"),
    (.status("calf cramps"), "STATUS=calf cramps\n"),
    (.stopping, "STOPPING=1\n"),
    (
      .reloading(monotonicMicroseconds: 18_446_744_073_709_551_615),
      "RELOADING=1\nMONOTONIC_USEC=18446744073709551615\n"
    ),
    (.watchdog, "WATCHDOG=1\n"),
    (.extendTimeout(.milliseconds(2_500)), "EXTEND_TIMEOUT_USEC=2500000\n"),
    (.extendTimeout(.seconds(Int64.max)), "EXTEND_TIMEOUT_USEC=9223372036854775807\n"),
  ]

  @Test(arguments: states)
  func `A state is the assignment of the manual`(state: ServiceState, lines: String) {
    #expect(state.lines == lines)
  }

  @Test(arguments: [nil, "", "@", "vsock:2:1234", "relative", "/nobody/listens/here"])
  func `Where nobody listens, nothing happens`(address: String?) {
    #expect(ServiceNotifier(address: address).tell(.ready, .watchdog) == false)
  }

  @Test func `A manager that restarts is heard again`() throws {
    let scratch = try Scratch()
    let notifier = ServiceNotifier(address: scratch.socket)
    #expect(!notifier.tell(.watchdog))
    let manager = try DatagramReceiver(at: scratch.socket)
    #expect(notifier.tell(.watchdog))
    #expect(manager.receive() == Array("WATCHDOG=1\n".utf8))
  }

  @Test func `The variable is taken, so that no child notifies for us`() async {
    await #expect(processExitsWith: .success) {
      setenv("NOTIFY_SOCKET", "/run/nobody", 1)
      precondition(ServiceNotifier.fromEnvironment().isNotifying)
      precondition(getenv("NOTIFY_SOCKET") == nil)
      precondition(!ServiceNotifier.fromEnvironment().isNotifying)
    }
  }
}
