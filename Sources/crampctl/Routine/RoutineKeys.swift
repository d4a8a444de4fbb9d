import CrampRoutine
import Glibc

/// The keyboard of a terminal, read key by key; its old mode comes back when this goes.
///
/// Ctrl-C stays a signal. Ctrl-Z and Ctrl-\ would leave the terminal in this mode, so the first is a
/// key that pauses, and the second nothing.
struct RoutineKeys: ~Copyable {
  /// As much as is typed in a tenth of a second by leaning on the keyboard.
  private static let most = 64

  private let former: termios

  /// Takes the keyboard; `nil` if there is none.
  static func take() -> Self? {
    var mode = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &mode) == 0 else { return nil }
    let former = mode
    mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
    unsafe withUnsafeMutableBytes(of: &mode.c_cc) { keys in
      unsafe keys[Int(VSUSP)] = 0
      unsafe keys[Int(VQUIT)] = 0
      unsafe keys[Int(VMIN)] = 0
      unsafe keys[Int(VTIME)] = 0
    }
    guard unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &mode) == 0 else { return nil }
    return Self(former: former)
  }

  deinit {
    var mode = former
    _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
  }

  /// What was typed since the last time; does not wait.
  borrowing func commands() -> [RoutineCourse.Command] {
    var poll = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard unsafe Glibc.poll(&poll, 1, 0) == 1 else { return [] }
    var bytes = [UInt8](repeating: 0, count: Self.most)
    let count = unsafe bytes.withUnsafeMutableBytes { raw in
      unsafe read(STDIN_FILENO, raw.baseAddress, raw.count)
    }
    return Self.typed(bytes.prefix(max(0, count))).compactMap(Self.command(_:))
  }

  /// Keys without arrows and the like, which come as an escape and bytes up to a letter or tilde.
  private static func typed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var typed: [UInt8] = []
    var isEscaped = false
    for byte in bytes {
      if byte == 0x1B {
        isEscaped = true
      } else if !isEscaped {
        typed.append(byte)
      } else if (0x40...0x7E).contains(byte), byte != UInt8(ascii: "["), byte != UInt8(ascii: "O") {
        isEscaped = false
      }
    }
    return typed
  }

  private static func command(_ key: UInt8) -> RoutineCourse.Command? {
    switch key {
    case UInt8(ascii: " "), UInt8(ascii: "p"), UInt8(ascii: "P"), 0x1A: .pause
    case UInt8(ascii: "n"), UInt8(ascii: "N"): .skip
    case UInt8(ascii: "b"), UInt8(ascii: "B"): .back
    case UInt8(ascii: "q"), UInt8(ascii: "Q"), 0x04: .stop
    default: nil
    }
  }
}
