import CrampModel

/// A report as one page of HTML that needs nothing else: no network, no script, no other file.
public struct ReportPage: Sendable {
  /// The page.
  public let html: String

  /// Writes the page.
  ///
  /// - Parameter input: All that it is made of.
  public init(_ input: ReportInput) {
    let facts = ReportFacts(input)
    let sections: [(name: String, title: String, markup: Markup?)] = [
      ("summary", "Summary", SummarySection(facts).markup),
      ("calendar", "Calendar", input.isRecording ? nil : CalendarSection(facts).markup),
      ("diary", "Diary", input.isRecording ? nil : DiarySection(facts).markup),
      ("trends", "Trends", input.isRecording ? nil : TrendsSection(facts).markup),
      ("sessions", "Sessions", SessionsSection(facts).markup),
      ("chains", "Chains of muscles", ChainsSection(facts).markup),
      ("quality", "What was observed", QualitySection(facts).markup),
      ("episodes", "Episodes", EpisodesSection(facts).markup),
      ("method", "How it was decided", MethodSection(facts).markup),
    ]
    let shown = sections.filter { $0.markup != nil }
    let links = shown.map { "<li><a href=\"#\($0.name)\">\($0.title)</a></li>\n" as Markup }
    html = Self.page(input, facts, links, shown.compactMap(\.markup)).source
  }

  private static func page(
    _ input: ReportInput,
    _ facts: ReportFacts,
    _ links: [Markup],
    _ sections: [Markup]
  ) -> Markup {
    // The policy lets nothing in from outside, whatever a name may hold.
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="generator" content="crampctl \(CrampdVersion.current)">
    <title>\(PlainText.shortened(input.title))</title>
    <style>
    \(PageStyle.sheet)
    </style></head>
    <body><a class="skip" href="#content">To the content</a>
    <header><h1>\(name: input.title)</h1>
    <p class="soft">From \(name: input.source), made \(facts.calendar.dateAndTime(input.made)) \
    (\(input.zone)) by crampctl \(CrampdVersion.current). Not a medical device.</p></header>
    <nav aria-label="Sections"><ul>
    \(links)</ul></nav>
    <main id="content">
    \(sections)</main>
    <footer><p>crampd finds cramps in surface EMG and pressure. It is not a medical device; nothing \
    here is medical advice.</p></footer>
    </body></html>

    """
  }
}
