/// The way of samples through a quad.
extension ChannelQuad {
  /// Takes in a stretch of all lanes.
  ///
  /// Lanes that are not meant go along with what another holds; that is taken back.
  mutating func takeAll(
    _ offset: Int,
    _ size: Int,
    _ position: Int,
    _ meant: SIMDMask<SIMD4<Int64>>,
    _ any: UnsafePointer<Float>
  ) {
    var sources = LaneSources(a: any, b: any, c: any, d: any)
    if meant[0] { sources.a = lanes[0].history.samples(from: offset) }
    if meant[1] { sources.b = lanes[1].history.samples(from: offset) }
    if meant[2] { sources.c = lanes[2].history.samples(from: offset) }
    if meant[3] { sources.d = lanes[3].history.samples(from: offset) }
    guard isPartial(meant) else { return takeMeant(sources, size, position, meant) }
    let (oldSums, oldConditioning, oldCell) = (sums, conditioning, cell)
    for lane in 0..<count where !meant[lane] { notch.save(lane: lane) }
    takeMeant(sources, size, position, meant)
    for lane in 0..<count where !meant[lane] {
      sums.restore(lane, from: oldSums)
      conditioning.restore(lane: lane, from: oldConditioning)
      cell.restore(lane, from: oldCell)
      notch.restore(lane: lane)
    }
  }

  private func isPartial(_ meant: SIMDMask<SIMD4<Int64>>) -> Bool {
    for lane in 0..<count where !meant[lane] { return true }
    return false
  }

  private mutating func takeMeant(
    _ sources: LaneSources,
    _ size: Int,
    _ position: Int,
    _ meant: SIMDMask<SIMD4<Int64>>
  ) {
    conditioning.advance(sources, into: values, delays: delays, size)
    sums.add(values, size)
    if fasciculations.isCounting { takeCells(size, position, meant) }
    if notch.isNeeded { takeNotched(size) }
  }

  private mutating func takeCells(
    _ size: Int,
    _ position: Int,
    _ meant: SIMDMask<SIMD4<Int64>>
  ) {
    let cellSize = fasciculations.cellSamples
    var number = position / cellSize
    var start = 0
    var end = cellSize - (position - number * cellSize)
    var cell = cell
    while end <= size {
      for index in start..<end { cell.squares += values[index] * values[index] }
      cell.samples += Double(end - start)
      let slow = conditioning.slow(delays, behind: end)
      fasciculations.push(number, power: cell.mean, low: slow, isMeant: meant)
      cell = CellSum()
      number += 1
      start = end
      end += cellSize
    }
    for index in start..<size { cell.squares += values[index] * values[index] }
    cell.samples += Double(size - start)
    self.cell = cell
  }

  private mutating func takeNotched(_ size: Int) {
    notch.advance(values, size)
    var squares = sums.cleanSquares
    for index in 0..<size { squares += values[index] * values[index] }
    sums.cleanSquares = squares
  }

  /// Takes in a stretch of a lane of which some samples are missing.
  mutating func takeSome(_ offset: Int, _ size: Int, _ position: Int, _ lane: Int) {
    for index in 0..<size {
      let sample = lanes[lane].history.samples(from: offset)[index]
      guard sample.isFinite else {
        miss(1, lane, at: position + index)
        continue
      }
      begin(lane, at: sample, position + index)
      lanes[lane].raw.take(sample)
      lanes[lane].history.keep(offset + index, 1)
      let value =
        conditioning.isFiltered
        ? conditioning.advance(Double(sample), lane: lane) : Double(sample)
      cell.squares[lane] += sums.add(value, lane: lane)
      cell.samples[lane] += 1
      if notch.isNeeded {
        let clean = notch.advance(value, lane: lane)
        sums.cleanSquares[lane] += clean * clean
      }
      endCells(lane, 1, position + index)
    }
  }

  /// Ends the cells of a lane that end within a stretch that was taken in or is missing.
  mutating func endCells(_ lane: Int, _ count: Int, _ position: Int) {
    guard fasciculations.isCounting else { return }
    let size = fasciculations.cellSamples
    var number = position / size
    while (number + 1) * size <= position + count {
      if cell.samples[lane] > 0 {
        let low = conditioning.slow[lane]
        fasciculations.push(number, power: cell.mean[lane], low: low, lane: lane)
      } else {
        fasciculations.pushAgain(number, lane: lane)
      }
      cell.restore(lane, from: CellSum())
      number += 1
    }
  }
}

extension ChannelQuad.CellSum {
  /// Mean power.
  @inline(__always)
  var mean: ChannelLanes { squares / samples }

  mutating func restore(_ lane: Int, from other: Self) {
    squares[lane] = other.squares[lane]
    samples[lane] = other.samples[lane]
  }
}
