import CrampModel
import Recordings
import Testing

private func cramps(_ spans: [(Double, Double)]) -> [Label] {
  spans.map { Label(onset: $0, duration: $1 - $0, trialType: "cramp") }
}

/// Events in whole tenths of a second, marked in a picture of the recording; slow and plain.
private struct Picture {
  var marks: [Bool]

  init(_ labels: [Label], merge: Int, length: Int) {
    marks = Array(repeating: false, count: length)
    for label in labels {
      for index in Int(label.onset)...Int(label.onset + (label.duration ?? 0)) {
        marks[index] = true
      }
    }
    var last: Int?
    for index in marks.indices where marks[index] {
      if let last, index - last < merge {
        for between in last..<index { marks[between] = true }
      }
      last = index
    }
  }

  var events: [[Int]] {
    var events: [[Int]] = []
    for index in marks.indices where marks[index] {
      if let last = events.last?.last, last == index - 1 {
        events[events.count - 1].append(index)
      } else {
        events.append([index])
      }
    }
    return events
  }
}

struct ScoreTests {
  @Test(arguments: 0..<300)
  func `agrees with a picture of the recording`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func some() -> [Label] {
      (0..<random.next() % 6).map { _ in
        let onset = Double(random.next() % 400)
        return cramps([(onset, onset + Double(random.next() % 40))])[0]
      }
    }
    let reference = some()
    let detected = some()
    let score = Score(reference: reference, detected: detected, recordingSeconds: 500)
    let truth = Picture(reference, merge: 10, length: 500).events
    let found = Picture(detected, merge: 10, length: 500).events
    func touches(_ event: [Int], _ other: [Int]) -> Bool {
      event.contains { place in other.contains { $0 >= place - 3 && $0 <= place + 10 } }
    }
    #expect(score.matches.count == truth.count)
    #expect(score.truePositives == truth.count { event in found.contains { touches(event, $0) } })
    #expect(
      score.falseAlarms.count == found.count { event in !truth.contains { touches($0, event) } }
    )
    let late = truth.compactMap { event in
      found.first { touches(event, $0) }.map { Double($0[0] - event[0]) }
    }
    #expect(score.matches.compactMap(\.onsetError) == late)
  }

  @Test
  func `counts, rates and errors of a small case`() {
    let score = Score(
      reference: cramps([(100, 130), (200, 230), (300, 330), (400, 430)]),
      detected: cramps([(98, 129), (205, 215), (217, 238), (360, 370), (441, 450)]),
      recordingSeconds: 43_200
    )
    #expect(score.truePositives == 2 && score.missed == 2)
    #expect(score.falseAlarms == [360...370, 441...450])
    #expect(score.sensitivity == 0.5 && score.precision == 0.5 && score.f1 == 0.5)
    #expect(score.falseAlarmsPerDay == 4)
    #expect(score.onsetError?.median == 1.5 && score.onsetError?.interquartileRange == 3.5)
    #expect(score.releaseError?.median == 3.5)
  }

  @Test
  func `what is undefined is nil`() {
    let nothing = Score(reference: [], detected: [], recordingSeconds: nil)
    #expect(nothing.sensitivity == nil && nothing.precision == nil && nothing.f1 == nil)
    #expect(nothing.falseAlarmsPerDay == nil && nothing.onsetError == nil)
    let open = [Label(onset: 5, duration: nil, trialType: "cramp")]
    let score = Score(reference: open, detected: cramps([(80, 90)]), recordingSeconds: 100)
    #expect(score.truePositives == 1 && score.releaseError == nil)
  }

  @Test
  func `other trial types and other channels are not scored`() {
    var labels = cramps([(10, 20), (60, 70)])
    labels[0].channel = "left"
    labels[1].trialType = "spasm"
    var options = Score.Options()
    options.channel = "right"
    #expect(Score(reference: labels, detected: [], recordingSeconds: nil).missed == 1)
    let other = Score(reference: labels, detected: [], recordingSeconds: nil, options: options)
    #expect(other.missed == 0)
  }
}
