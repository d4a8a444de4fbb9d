import CrampModel
import EventJournal
import NIOCore

/// The answer to `history`, piece by piece, so that a long one costs no more memory than another.
struct HistoryAnswer {
  private let query: HistoryQuery
  /// The last seq that was sent, and the last that is to be.
  private let seqs: ClosedRange<Int64>

  /// The parameters of `history`: the newest events that they describe, the oldest of them first.
  static func query(
    _ params: RequestParams,
    limits: StreamLimits
  ) throws(ProtocolError) -> HistoryQuery {
    try params.allow("since", "until", "types", "type", "channel", "sensor", "limit")
    let limit = try params.whole("limit", in: 1...Int64(limits.historyEvents)) ?? 1_000
    return HistoryQuery(
      since: try params.time("since"),
      until: try params.time("until"),
      filter: EventFilter(
        types: try params.texts("types") + params.texts("type"),
        sensors: try params.texts("sensor"),
        channels: try params.texts("channel")
      ),
      limit: Int(limit),
      ascending: false
    )
  }

  /// A piece of the answer, and what is left after it.
  struct Piece: Sendable {
    let bytes: ByteBuffer
    let rest: HistoryAnswer?
  }

  /// The answer's beginning.
  ///
  /// - Returns: The first piece.
  static func begin(
    _ query: HistoryQuery,
    id: JSONValue,
    in room: ServerRoom
  ) throws(JournalError) -> Piece {
    var bytes = ByteBuffer()
    bytes.writeString(#"{"jsonrpc":"2.0","id":\#(id.json),"result":{"events":["#)
    let newest = room.journal.newestSeq
    guard let seqs = try room.journal.reader.seqs(query: query, through: newest) else {
      bytes.writeString("]}}\n")
      return Piece(bytes: bytes, rest: nil)
    }
    var query = query
    query.ascending = true
    query.limit = 32
    let answer = Self(query: query, seqs: seqs.lowerBound - 1...seqs.upperBound)
    return try answer.next(in: room, after: bytes, isFirst: true)
  }

  /// The next piece.
  func next(
    in room: ServerRoom,
    after head: ByteBuffer = ByteBuffer(),
    isFirst: Bool = false
  ) throws(JournalError) -> Piece {
    let lines = try room.journal.reader.lines(
      query: query,
      after: seqs.lowerBound,
      through: seqs.upperBound
    )
    var bytes = head
    var last = seqs.upperBound
    for (index, line) in lines.enumerated() {
      if index > 0 || !isFirst { bytes.writeInteger(UInt8(ascii: ",")) }
      bytes.writeString(line.json)
      last = line.seq
      if bytes.readableBytes > room.configuration.limits.pieceBytes { break }
    }
    guard !lines.isEmpty, last < seqs.upperBound else {
      bytes.writeString("]}}\n")
      return Piece(bytes: bytes, rest: nil)
    }
    return Piece(bytes: bytes, rest: Self(query: query, seqs: last...seqs.upperBound))
  }
}
