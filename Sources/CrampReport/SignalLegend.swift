/// What the lines of the signals' drawings mean; their forms, and not their colours alone, differ.
enum SignalLegend {
  static let markup: Markup = """
    <details open><summary>How to read the drawings</summary>
    <ul class="soft">
    <li>Above, the samples: in each column from the lowest to the highest. Below, the solid line is \
    their RMS over 250 ms, on a logarithmic scale.</li>
    <li>Long dashes: the level above which a contraction began to count. Dashes and dots: the level \
    below which it no longer counted. Dots: the resting level.</li>
    <li>Upright dashes: the onset and the release. Where the drawing is broken, no samples were kept \
    between.</li>
    <li>The spectrum: solid during the cramp, dotted before it; upright dashes mark the median \
    frequency at the onset. Studies disagree on how cramps change it, so nothing was decided by \
    it.</li>
    </ul></details>

    """
}
