/// What is wrong with a device's descriptors, and where.
public struct DescriptorError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Cause: Hashable, Sendable {
    /// It needs `needed` bytes from there, and there are `found`.
    case truncated(needed: Int, found: Int)
    /// It says that it is `length` bytes long, which its type cannot be.
    case length(Int)
    /// It is of type `found` where type `expected` must be.
    case type(expected: UInt8, found: UInt8)
    /// It describes an endpoint before any interface.
    case strayEndpoint
    /// It describes endpoint 0, which has no descriptor.
    case endpointZero
  }

  /// Where the descriptor begins, in bytes from the start of what was parsed.
  public let offset: Int
  /// What is wrong with it.
  public let cause: Cause

  /// Something wrong with the descriptor at `offset`.
  public init(offset: Int, cause: Cause) {
    self.offset = offset
    self.cause = cause
  }
}

extension DescriptorError: CustomStringConvertible {
  /// One line: the place, then the cause.
  public var description: String { "descriptor at byte \(offset): \(causeText)" }

  private var causeText: String {
    switch cause {
    case .truncated(let needed, let found): "needs \(needed) bytes, there are \(found)"
    case .length(let length): "a length of \(length) cannot be"
    case .type(let expected, let found): "type \(found) where \(expected) must be"
    case .strayEndpoint: "an endpoint before any interface"
    case .endpointZero: "an endpoint with the number 0"
    }
  }
}
