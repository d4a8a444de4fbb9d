import CFuse
import EmulatorScript
import Glibc

/// The files of the bus, served by FUSE on the one thread that calls ``serve(milliseconds:)``.
///
/// A file takes owner and mode from the true device file of the same name, on which udevd acts: so
/// the rules decide who may open a sensor, as they do on a machine with USB.
final class USBFileSystem {
  let bus: USBBus
  private var session: OpaquePointer?
  private var buffer = fuse_buf()
  private var files: [Int: OpenFile] = [:]
  private var lastFile = 0

  /// A file that a program has open.
  private struct OpenFile {
    let node: USBNode
    /// Whom to wake when something is done.
    var waiter: OpaquePointer?
  }

  init(bus: USBBus, mount: String) throws(EmulatorError) {
    self.bus = bus
    let words = ["usbfs-emulator", "-o", "allow_other,default_permissions,dev"]
    var pointers = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    session = pointers.withUnsafeMutableBufferPointer { pointers in
      var arguments = fuse_args(
        argc: Int32(words.count),
        argv: pointers.baseAddress,
        allocated: 0
      )
      var operations = Self.operations
      let context = Unmanaged.passUnretained(self).toOpaque()
      defer { fuse_opt_free_args(&arguments) }
      return crampd_fuse_session(&arguments, &operations, context)
    }
    guard let session, fuse_session_mount(session, mount) == 0 else {
      throw .device("\(mount): FUSE does not mount there")
    }
  }

  deinit {
    fuse_session_unmount(session)
    fuse_session_destroy(session)
    free(buffer.mem)
  }

  /// Answers what is asked within a time.
  ///
  /// - Parameter milliseconds: The time; less if there is something to answer.
  /// - Returns: `false` once the file system is unmounted.
  func serve(milliseconds: Int32) -> Bool {
    var poller = pollfd(fd: fuse_session_fd(session), events: Int16(POLLIN), revents: 0)
    var wait = milliseconds
    // Not without end: the sensors' time goes on.
    for _ in 0..<64 where poll(&poller, 1, wait) > 0 {
      guard fuse_session_receive_buf(session, &buffer) > 0 else { break }
      fuse_session_process_buf(session, &buffer)
      wait = 0
    }
    return fuse_session_exited(session) == 0
  }
}

extension USBFileSystem {
  /// The device whose file has this number.
  func node(_ file: fuse_ino_t) -> USBNode? {
    FileNumber(file).address.flatMap { bus.nodesByAddress[$0] }
  }

  /// Opens a device's file.
  ///
  /// - Parameter node: The device.
  /// - Returns: The open file's number.
  /// - Throws: ``Refusal`` if it cannot be opened.
  func open(_ node: USBNode) throws(Refusal) -> Int {
    try node.open()
    lastFile += 1
    files[lastFile] = OpenFile(node: node)
    node.onReadiness = { [unowned self] file in wake(file, of: node) }
    return lastFile
  }

  /// Closes a file.
  func close(_ number: Int) {
    guard let file = files.removeValue(forKey: number) else { return }
    if let waiter = file.waiter { fuse_pollhandle_destroy(waiter) }
    file.node.close(owner: number)
  }

  /// Does what a program asks by an open file.
  func answer(
    _ number: Int,
    _ request: UInt32,
    _ argument: UInt,
    process: pid_t
  ) throws(Refusal) -> Int32 {
    guard let node = files[number]?.node else { throw Refusal(code: EBADF) }
    node.advance(to: bus.clock)
    defer { node.collect() }
    return try node.answer(request, argument, ClientMemory(process: process), owner: number)
  }

  /// What a program that waits for an open file sees.
  func readiness(_ number: Int, waiter: OpaquePointer?) -> UInt32 {
    guard var file = files[number] else { return UInt32(POLLERR) }
    if let waiter {
      if let old = file.waiter { fuse_pollhandle_destroy(old) }
      file.waiter = waiter
      files[number] = file
    }
    return file.node.readiness(owner: number)
  }

  /// Wakes the program that waits for a file; all of a device for a negative number.
  private func wake(_ number: Int, of node: USBNode) {
    for (key, file) in files where file.node === node && (number < 0 || key == number) {
      guard let waiter = file.waiter else { continue }
      files[key]?.waiter = nil
      fuse_lowlevel_notify_poll(waiter)
      fuse_pollhandle_destroy(waiter)
    }
  }
}
