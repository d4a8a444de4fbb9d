/// Why a recording cannot be read or written.
public struct RecordingError: Error, Sendable, Hashable {
  /// What was being done.
  public enum Operation: String, Sendable, Hashable {
    /// A recording or a table was being read.
    case read
    /// A recording or a table was being written.
    case write
  }

  /// What is wrong.
  public enum Problem: Sendable, Hashable {
    /// The operating system refused, with its error number.
    case system(call: String, code: Int32)
    /// The file holds nothing.
    case empty
    /// The path names a directory, a device or a pipe.
    case notAFile
    /// The content is of no format that is known.
    case unknownFormat
    /// The file is a capture of packets, as of USB traffic, and holds no samples by itself.
    case usbCapture
    /// A packet of a capture is wrong; packets count from 1.
    case packet(number: Int, String)
    /// No device of a capture is the one that was asked for.
    case device(wanted: String, available: [String])
    /// The format is known, this variety of it is not read.
    case unsupported(String)
    /// A header says something that cannot be.
    case header(String)
    /// The file ends before what its header promises.
    case truncated(expected: Int, found: Int)
    /// Nothing says how many samples there are in a second.
    case rateUnknown(String)
    /// A sample rate outside of what can be.
    case rate(Double)
    /// A cell of a table is not what its column needs; columns count from 1.
    case cell(column: Int, text: String, needed: String)
    /// A row has another number of cells than the header.
    case cells(expected: Int, found: Int)
    /// A line of a text file is wrong.
    case line(String)
    /// No channel has the name that was asked for.
    case channel(name: String, available: [String])
    /// There is nothing to read or write.
    case noChannels
    /// A block has another number of channels than the stream.
    case blockShape(expected: Int, found: Int)
    /// Too little of the disk is free to go on, in bytes.
    case diskNearlyFull(free: Int64, reserve: Int64)
    /// The recordings have their share of the disk, in bytes.
    case shareUsed(used: Int64, allowed: Int64)
    /// Some annotations found no room in the file; everything else is in it.
    case annotationsLost(Int)
  }

  /// What was being done.
  public let operation: Operation
  /// The file, as it was named by the caller.
  public let path: String
  /// Where in the file, in bytes from its start, if that is known.
  public let byteOffset: Int?
  /// Where in a text file, counting lines from 1, if that is known.
  public let line: Int?
  /// What is wrong.
  public let problem: Problem

  init(
    _ operation: Operation = .read,
    path: String,
    byteOffset: Int? = nil,
    line: Int? = nil,
    _ problem: Problem
  ) {
    self.operation = operation
    self.path = path
    self.byteOffset = byteOffset
    self.line = line
    self.problem = problem
  }
}
