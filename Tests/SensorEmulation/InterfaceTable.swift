/// Who holds the interfaces of a device: a driver of the kernel, a program, or nobody.
public struct InterfaceTable: Hashable, Sendable {
  /// Why the kernel refuses, as `errno`.
  public enum Refusal: Int32, Error, Hashable, Sendable {
    /// There is no such interface, or it is not the caller's (ENOENT).
    case absent = 2
    /// Somebody else holds it (EBUSY).
    case busy = 16
    /// The caller has not claimed it (EINVAL).
    case unclaimed = 22
    /// No driver is bound (ENODATA).
    case driverless = 61
  }

  private enum Holder: Hashable, Sendable {
    case nobody
    case kernel
    case program(Int)
  }

  private let driver: String?
  private var holders: [UInt8: Holder] = [:]

  init(numbers: [UInt8], driver: String?) {
    self.driver = driver
    for number in numbers { holders[number] = driver == nil ? .nobody : .kernel }
  }

  /// The driver that is bound to an interface; `usbfs` for a program.
  ///
  /// - Parameter number: The interface.
  /// - Returns: Its name.
  /// - Throws: ``Refusal`` if none is bound.
  public func driver(of number: UInt8) throws(Refusal) -> String {
    switch holders[number] {
    case .kernel: return driver ?? ""
    case .program: return "usbfs"
    case .nobody, nil: throw .driverless
    }
  }

  /// Claims an interface.
  ///
  /// - Parameters:
  ///   - number: The interface.
  ///   - owner: Which program.
  /// - Throws: ``Refusal`` if it is not free.
  public mutating func claim(_ number: UInt8, owner: Int) throws(Refusal) {
    switch holders[number] {
    case nil: throw .absent
    case .nobody: holders[number] = .program(owner)
    case .program(owner): break
    case .kernel, .program: throw .busy
    }
  }

  /// Takes an interface from its driver; a driver of several interfaces lets go of all.
  ///
  /// - Parameter number: The interface.
  /// - Throws: ``Refusal`` if no driver is bound.
  public mutating func disconnect(_ number: UInt8) throws(Refusal) {
    guard let holder = holders[number] else { throw .absent }
    guard holder == .kernel else { throw .driverless }
    for (number, holder) in holders where holder == .kernel { holders[number] = .nobody }
  }

  /// Lets the kernel's driver have an interface again.
  ///
  /// - Parameter number: The interface.
  /// - Throws: ``Refusal`` if somebody holds an interface that the driver needs.
  public mutating func connect(_ number: UInt8) throws(Refusal) {
    guard let holder = holders[number] else { throw .absent }
    guard driver != nil else { return }
    guard holder != .kernel else { throw .busy }
    guard holders.values.allSatisfy({ $0 == .nobody }) else { throw .busy }
    for number in holders.keys { holders[number] = .kernel }
  }

  /// Gives an interface back.
  ///
  /// - Parameters:
  ///   - number: The interface.
  ///   - owner: Which program.
  /// - Throws: ``Refusal`` if it is not the program's.
  public mutating func release(_ number: UInt8, owner: Int) throws(Refusal) {
    guard let holder = holders[number] else { throw .absent }
    guard holder == .program(owner) else { throw .unclaimed }
    holders[number] = .nobody
  }

  /// Whether a program holds an interface.
  public func isClaimed(_ number: UInt8, by owner: Int) -> Bool {
    holders[number] == .program(owner)
  }

  mutating func releaseAll(owner: Int) {
    for (number, holder) in holders where holder == .program(owner) { holders[number] = .nobody }
  }
}
