/// Panels below one another as one file that needs no other.
struct SVGDocument {
  /// The file.
  let text: String

  /// Puts panels together.
  ///
  /// - Parameters:
  ///   - title: What they are about.
  ///   - panels: At least none.
  init(title: String, panels: [SVGPanel]) {
    let width = XMLText.number(PanelLayout.width)
    let height = XMLText.number(max(1, panels.reduce(0) { $0 + $1.height }))
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
      width="\(width)" height="\(height)">
      <title>\(XMLText.escaped(title))</title>
      <style>\(Self.style)</style>
      <rect class="ground" width="\(width)" height="\(height)"/>

      """
    var top = 0.0
    for panel in panels {
      text += "<g transform=\"translate(0 \(XMLText.number(top)))\">\n\(panel.body)</g>\n"
      top += panel.height
    }
    self.text = text + "</svg>\n"
  }

  /// Colours for a light and a dark ground; text keeps a contrast of 4.5 to 1 on both.
  private static let style = """

    text{font:12px sans-serif}.heading{font-size:15px;font-weight:bold}
    path{fill:none;stroke-width:1}.level{stroke-width:1.6}.rest,.on,.off{stroke-width:1.2}
    .off{stroke-dasharray:6 3}.rest{stroke-dasharray:2 3}.mark{stroke-dasharray:3 3}
    .ground{fill:#fff}.ink,.heading{fill:#1b1f24}.soft{fill:#57606a}
    .frame{fill:none;stroke:#d0d7de}.tick{stroke:#8c959f}
    .samples{stroke:#8c959f}.level{stroke:#0550ae}.rest{stroke:#57606a}
    .on{stroke:#bc4c00}.off{stroke:#8a5a00}.mark{stroke:#1b1f24}
    .band-quiet,.band-good{fill:#eaeef2}.band-rising{fill:#fff0b3}.band-suspected{fill:#ffc680}
    .band-cramping{fill:#a40e26}.band-falling{fill:#d8b9f2}.band-fault{fill:#57606a}
    .on-quiet,.on-good,.on-rising,.on-suspected,.on-falling{fill:#1b1f24}
    .on-cramping,.on-fault{fill:#fff}
    @media (prefers-color-scheme:dark){
    .ground{fill:#0d1117}.ink,.heading{fill:#e6edf3}.soft{fill:#9da7b3}
    .frame{stroke:#30363d}.tick{stroke:#6e7681}
    .samples{stroke:#7d8590}.level{stroke:#79c0ff}.rest{stroke:#9da7b3}
    .on{stroke:#ffa657}.off{stroke:#e3b341}.mark{stroke:#e6edf3}
    .band-quiet,.band-good{fill:#21262d}.band-rising{fill:#5a4a00}.band-suspected{fill:#7a4100}
    .band-cramping{fill:#ff7b72}.band-falling{fill:#4c2d70}.band-fault{fill:#9da7b3}
    .on-quiet,.on-good,.on-rising,.on-suspected,.on-falling{fill:#e6edf3}
    .on-cramping,.on-fault{fill:#0d1117}
    }

    """
}
