import TerminalScreen

/// What keys do to the picture.
extension MonitorPicture {
  /// Presses a key.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - visible: How many channels there is room for.
  ///   - moment: When.
  /// - Returns: What the picture cannot do itself.
  mutating func press(_ key: TerminalKey, visible: Int, at moment: MonitorMoment) -> MonitorWish? {
    switch key {
    case .control("c"): return .quit
    case .control("z"): return .suspend
    case .control("l"): return .redraw
    default: break
    }
    if view.entry != nil { return write(key) }
    if view.showsHelp {
      view.showsHelp = false
      return key == .character("q") ? .quit : nil
    }
    switch key {
    case .up: scroll(-1, visible)
    case .down: scroll(1, visible)
    case .pageUp: scroll(-max(1, visible), visible)
    case .pageDown: scroll(max(1, visible), visible)
    case .escape: leave()
    case .character(let character): return press(character, at: moment)
    default: break
    }
    return nil
  }

  private mutating func press(_ character: Character, at moment: MonitorMoment) -> MonitorWish? {
    switch character {
    case "q", "Q": return .quit
    case "m", "M": view.entry = ""
    case "?", "h": view.showsHelp = true
    case " ": freeze(at: view.frozen == nil ? moment : nil)
    // The second is where plus is without the shift key on many keyboards.
    case "+", "=": view.scale = max(0, view.scale - 1)
    case "-": view.scale = min(EnvelopeHistory.scales - 1, view.scale + 1)
    case "0": view.zoom = nil
    case "1"..."9":
      guard let number = character.wholeNumberValue, channels.indices.contains(number - 1) else {
        return nil
      }
      view.zoom = view.zoom == number - 1 ? nil : number - 1
    default: break
    }
    return nil
  }

  /// Back to all channels, and to now.
  private mutating func leave() {
    if view.zoom != nil {
      view.zoom = nil
    } else {
      freeze(at: nil)
    }
  }

  private mutating func scroll(_ step: Int, _ visible: Int) {
    if let zoom = view.zoom {
      view.zoom = max(0, min(channels.count - 1, zoom + (step < 0 ? -1 : 1)))
    } else {
      view.first = max(0, min(channels.count - max(1, visible), view.first + step))
    }
  }

  /// Writes a note.
  private mutating func write(_ key: TerminalKey) -> MonitorWish? {
    guard var entry = view.entry else { return nil }
    switch key {
    case .character(let character):
      if entry.count < MonitorView.longestEntry { entry.append(character) }
    case .erase: if !entry.isEmpty { entry.removeLast() }
    case .control("u"): entry = ""
    case .escape:
      view.entry = nil
      return nil
    case .enter:
      view.entry = nil
      return entry.contains { !$0.isWhitespace } ? .mark(entry) : nil
    default: break
    }
    view.entry = entry
    return nil
  }
}
