extension [Double] {
  /// Sorts upwards, and takes nothing from the heap for it as `sort()` does.
  ///
  /// Shell's sort with the gaps of M. Ciura, "Best increments for the average case of Shellsort",
  /// Lecture Notes in Computer Science 2138 (2001).
  mutating func sortInPlace() {
    let gaps: InlineArray<8, Int> = [701, 301, 132, 57, 23, 10, 4, 1]
    for place in gaps.indices {
      let gap = gaps[place]
      for index in Swift.min(gap, count)..<count { sink(index, by: gap) }
    }
  }

  private mutating func sink(_ index: Int, by gap: Int) {
    let value = self[index]
    var place = index
    while place >= gap, self[place - gap] > value {
      self[place] = self[place - gap]
      place -= gap
    }
    self[place] = value
  }
}
