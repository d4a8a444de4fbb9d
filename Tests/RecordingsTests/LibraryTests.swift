import CrampModel
import Foundation
import Recordings
import Testing

/// A row of the table in the library's README.
struct LibraryRow: CustomTestStringConvertible, Sendable {
  var file: String
  var rate: Double
  var channels: Int
  var seconds: Double
  var decimals: Int

  var testDescription: String { file }

  static let all: [Self] = {
    guard let folder = Library.folder,
      let text = try? String(contentsOfFile: folder + "/README.md", encoding: .utf8)
    else { return [] }
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count > 6, cells[0].hasPrefix("`"), let rate = Double(cells[3]),
        let channels = Int(cells[5]), let seconds = Double(cells[6])
      else { return nil }
      let file = cells[0].trimmingCharacters(in: CharacterSet(charactersIn: "`"))
      guard !file.hasSuffix(".bin") else { return nil }
      let decimals = cells[6].split(separator: ".").dropFirst().first?.count ?? 0
      return Self(file: file, rate: rate, channels: channels, seconds: seconds, decimals: decimals)
    }
  }()
}

struct LibraryTests {
  @Test
  func `the recordings are there or this says that it skips`() {
    if Library.folder == nil {
      print("skipped: no recordings at $CRAMPD_RECORDINGS or ../shared/recordings")
    } else {
      #expect(LibraryRow.all.count > 50)
    }
  }

  @Test(arguments: LibraryRow.all)
  func `every recording opens with the rate, channels and length of its table`(
    row: LibraryRow
  ) throws {
    let folder = try #require(Library.folder)
    let isMyo = row.file.hasPrefix("myo")
    let options = ReadingOptions(rate: isMyo ? 200 : nil)
    let content = try Content(folder + "/" + row.file, options, block: 5)
    // The armband's files carry the prompted gesture as a ninth column.
    #expect(content.samples.count == row.channels + (isMyo ? 1 : 0))
    #expect(content.stream.channels.allSatisfy { $0.rate.value == row.rate })
    #expect(content.samples.allSatisfy { $0.count == content.samples[0].count })
    let seconds = Double(content.samples[0].count) / row.rate
    let tolerance = row.decimals > 0 ? 0.06 : 0.6
    #expect(abs(seconds - row.seconds) <= tolerance)
    #expect(content.gaps.isEmpty)
    #expect(content.samples.allSatisfy { $0.allSatisfy(\.isFinite) })
    let lies = row.file.hasSuffix("S3_EMG.wav")
    #expect(content.warnings.isEmpty == !lies)
  }

  @Test(.enabled(if: Library.folder != nil))
  func `envelopes and forces are told from muscle`() throws {
    let path = try #require(Library.folder) + "/elderly-isometric/ID07_LG.edf"
    let channels = try RecordingReader(path: path).stream.channels
    #expect(channels.map(\.modality).contains(.force))
    #expect(channels.first { $0.name.hasPrefix("ENV") }?.modality == .envelope)
    #expect(channels.filter { $0.modality == .emg }.allSatisfy { $0.unit == .microvolt })
  }

  @Test(.enabled(if: Library.folder != nil))
  func `a header that claims four times the samples is read as far as it goes`() throws {
    let path = try #require(Library.folder) + "/byb-electrophys/S3_EMG.wav"
    let content = try Content(path)
    #expect(content.samples[0].count == (2_587_692 - 44) / 2)
    #expect(content.warnings.first?.contains("the header promises 10350592 bytes") ?? false)
  }

  @Test(.enabled(if: Library.folder != nil))
  func `an OpenBCI log gives its start, rails and first samples`() throws {
    let path = try #require(Library.folder) + "/openbci/OpenBCI_GUI-v6-blinks-jawClench-alpha.txt"
    let content = try Content(path)
    #expect(content.stream.start.description == "2019-05-15T16:00:53.329000Z")
    #expect(content.stream.channels[0].railHigh == 187_500)
    #expect(content.samples.map { $0[0] }.prefix(2) == [61379.36, 49492.89])
  }
}
