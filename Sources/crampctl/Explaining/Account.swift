import CrampDetection

/// What there is to say about a stretch of a recording, before it is drawn.
struct Account {
  /// A moment that a drawing marks.
  struct Mark {
    /// The letter that stands for it where there is no room for a word.
    let letter: Character
    /// The word for it.
    let name: String
    /// Seconds from the start of the recording.
    let time: Double
    /// What happened.
    var text: String
  }

  /// `cramp on left-calf, 00:02:00.4 to 00:03:09.9 (1 min 10 s), confidence 0.89`.
  let title: String
  /// What happened, by time.
  var marks: [Mark] = []
  /// What the table of measures is about.
  var heading = ""
  /// What was held against the profile, point by point.
  var findings: [ContractionReview.Finding] = []
  /// Why it was decided so, and how to change it; a sentence or two each.
  var sentences: [String] = []
}

extension ContractionReview {
  /// What was lacking.
  var unmet: [Finding] { findings.filter { !$0.isMet } }
}

extension ContractionReview.Finding {
  /// What was measured.
  var name: String {
    switch criterion {
    case .length: "length of the contraction"
    case .aboveOn: "time above the on level"
    case .aboveOff: "time above the off level"
    case .clear: "time that could be judged"
    case .valley: "valley (how far it falls back)"
    case .evenness: "evenness of its half seconds"
    }
  }

  /// What there was, as people read it; exact enough to show that it is too little.
  var shown: String {
    let text = text(value, decimals: 0)
    return isMet || text != asked ? text : self.text(value, decimals: 2)
  }

  /// What is asked for, as people read it.
  var asked: String { text(least, decimals: 0) }

  private func text(_ number: Double, decimals: Int) -> String {
    switch criterion {
    case .length: "\(NumberText.fixed(number, decimals: decimals + 1)) s"
    case .aboveOn, .aboveOff, .clear: "\(NumberText.fixed(100 * number, decimals: decimals)) %"
    case .valley, .evenness: NumberText.fixed(number, decimals: decimals + 2)
    }
  }
}
