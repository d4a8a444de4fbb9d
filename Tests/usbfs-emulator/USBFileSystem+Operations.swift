import CFuse
import Glibc

/// What a number of a file means.
///
///     1 the root, 2 the folder of bus 001, 100 + address a device
struct FileNumber {
  let value: fuse_ino_t

  init(_ value: fuse_ino_t) { self.value = value }

  init(address: Int) { value = fuse_ino_t(100 + address) }

  static let root = Self(1)
  static let bus = Self(2)

  var isFolder: Bool { value == 1 || value == 2 }

  var address: Int? { value > 100 && value < 228 ? Int(value) - 100 : nil }
}

/// The operations of the file system. Each has the session's context; none takes long.
extension USBFileSystem {
  static var operations: fuse_lowlevel_ops {
    var operations = fuse_lowlevel_ops()
    operations.lookup = { request, folder, name in
      USBFileSystem.of(request)?.lookUp(request, FileNumber(folder), name)
    }
    operations.getattr = { request, file, _ in
      USBFileSystem.of(request)?.describe(request, FileNumber(file))
    }
    operations.readdir = { request, folder, size, offset, _ in
      USBFileSystem.of(request)?.list(request, FileNumber(folder), size, from: Int(offset))
    }
    operations.open = { request, file, info in
      USBFileSystem.of(request)?.open(request, file, info)
    }
    operations.release = { request, _, info in
      USBFileSystem.of(request)?.close(Int(info?.pointee.fh ?? 0))
      fuse_reply_err(request, 0)
    }
    operations.poll = { request, _, info, waiter in
      let events = USBFileSystem.of(request)?.readiness(
        Int(info?.pointee.fh ?? 0),
        waiter: waiter
      )
      fuse_reply_poll(request, events ?? 0)
    }
    operations.ioctl = { request, _, command, argument, info, _, _, _, _ in
      USBFileSystem.of(request)?.control(
        request,
        command,
        UInt(bitPattern: argument),
        Int(info?.pointee.fh ?? 0)
      )
    }
    return operations
  }

  /// The file system lives as long as its session.
  private static func of(_ request: fuse_req_t?) -> USBFileSystem? {
    fuse_req_userdata(request).map {
      Unmanaged<USBFileSystem>.fromOpaque($0).takeUnretainedValue()
    }
  }

  private func attributes(_ file: FileNumber) -> stat? {
    var result = stat()
    if file.isFolder {
      result.st_mode = S_IFDIR | 0o755
      result.st_nlink = 2
    } else {
      guard let address = file.address,
        stat(bus.deviceFile(USBPlace(port: "", address: address)), &result) == 0
      else { return nil }
      // Only the kernel can serve a device file: what it cannot be is all that differs.
      result.st_mode = S_IFREG | result.st_mode & 0o777
      result.st_rdev = 0
      result.st_nlink = 1
      result.st_size = 0
    }
    result.st_ino = UInt(file.value)
    return result
  }

  private func lookUp(
    _ request: fuse_req_t?,
    _ folder: FileNumber,
    _ name: UnsafePointer<CChar>?
  ) {
    let name = name.map { String(cString: $0) } ?? ""
    var file: FileNumber?
    if folder.value == FileNumber.root.value, name == "001" { file = .bus }
    if folder.value == FileNumber.bus.value, name.utf8.count == 3 {
      file = Int(name).map { FileNumber(address: $0) }
    }
    guard let file, let attributes = attributes(file) else {
      fuse_reply_err(request, ENOENT)
      return
    }
    var entry = fuse_entry_param()
    entry.ino = file.value
    entry.attr = attributes
    fuse_reply_entry(request, &entry)
  }

  private func describe(_ request: fuse_req_t?, _ file: FileNumber) {
    guard var attributes = attributes(file) else {
      fuse_reply_err(request, ENOENT)
      return
    }
    fuse_reply_attr(request, &attributes, 0)
  }

  private func list(
    _ request: fuse_req_t?,
    _ folder: FileNumber,
    _ size: Int,
    from offset: Int
  ) {
    var names: [(String, FileNumber)] = []
    if folder.value == FileNumber.root.value { names = [("001", .bus)] }
    if folder.value == FileNumber.bus.value {
      names = (1...127).map { (USBPlace(port: "", address: $0).file, FileNumber(address: $0)) }
    }
    var bytes = [CChar](repeating: 0, count: size)
    var used = 0
    for (index, entry) in names.enumerated().dropFirst(offset) {
      guard var attributes = attributes(entry.1) else { continue }
      let length = bytes.withUnsafeMutableBufferPointer { buffer in
        fuse_add_direntry(
          request,
          buffer.baseAddress.map { $0 + used },
          size - used,
          entry.0,
          &attributes,
          off_t(index + 1)
        )
      }
      guard used + length <= size else { break }
      used += length
    }
    fuse_reply_buf(request, bytes, used)
  }

  private func open(
    _ request: fuse_req_t?,
    _ file: fuse_ino_t,
    _ info: UnsafeMutablePointer<fuse_file_info>?
  ) {
    do throws(Refusal) {
      guard let info, let node = node(file) else { throw Refusal(code: ENODEV) }
      info.pointee.fh = UInt64(try open(node))
      crampd_bypass_cache(info)
      fuse_reply_open(request, info)
    } catch {
      fuse_reply_err(request, error.code)
    }
  }

  private func control(
    _ request: fuse_req_t?,
    _ command: UInt32,
    _ argument: UInt,
    _ file: Int
  ) {
    do throws(Refusal) {
      let process = fuse_req_ctx(request)?.pointee.pid ?? 0
      let value = try answer(file, command, argument, process: process)
      fuse_reply_ioctl(request, value, nil, 0)
    } catch {
      fuse_reply_err(request, error.code)
    }
  }
}
