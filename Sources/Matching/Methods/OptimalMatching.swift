package import Statistics

/// Optimal matching on a score: as many pairs as the caliper allows, then the smallest total
/// distance, exactly.
///
/// On a line, people who wait for a partner further right are all of one group, and the one who has
/// waited longest is served first; else exchanging partners would shorten the total. So once
/// somebody opens a block, all that follows is forced until as many of either group have been met,
/// and there the block ends. Each person can open one block at most; whether its pairs keep to the
/// caliper is a range minimum, and its length a difference of prefix sums. The best chain of blocks
/// is found in one pass. Scores are taken on a grid of 1e-12, in whole numbers, so that totals are
/// compared without rounding.
///
/// **Reference:** Aggarwal, Bar-Noy, Khuller, Kravets and Schieber (1995),
/// doi:10.1006/jagm.1995.1033, for matching on a line.
package enum OptimalMatching {
  /// The best pairs of every stratum.
  ///
  /// - Throws: `cancelled` when the task is; `overflow` when more than 2^26 partners are wanted.
  /// - Complexity: O(m log m) time and memory for m = ratio x focal rows + candidates.
  package static func match(
    _ problem: MatchingProblem, scores: [Double], ratio: Int
  ) throws(EvaluationError) -> [FoundPair] {
    let index = CandidateIndex(Array(scores.indices), in: problem) { scores[$0] }
    var pairs: [FoundPair] = []
    for stratum in 0..<problem.strataCount {
      if Task.isCancelled {
        throw .cancelled(what: "optimal matching", done: stratum, of: problem.strataCount)
      }
      let rows = index.rows[index.run(ofStratum: stratum)]
      let focalCount = rows.count { problem.isFocal[$0] }
      // Nobody can have more partners than there are.
      let copies = min(ratio, rows.count - focalCount)
      guard copies == 0 || focalCount <= placeLimit / copies else {
        throw .overflow(
          what: "the number of partners wanted", needed: "at most \(placeLimit)",
          found: "\(focalCount) people with \(copies) each")
      }
      var line = Line()
      for row in rows { line.append(row, scores[row], problem.isFocal[row], copies: copies) }
      pairs += line.bestPairs(width: problem.scoreWidth ?? .infinity)
    }
    return pairs
  }

  /// The most partners that may be wanted in one stratum, so that memory is not exhausted.
  private static let placeLimit = 1 << 26
}

/// The members of a line in ascending order of score, a focal row once for each partner wanted.
private struct Line {
  /// Rows and scores of the two groups.
  private var focal: [(row: Int, score: Double)] = []
  private var candidates: [(row: Int, score: Double)] = []
  /// Whether each member is focal.
  private var members: [Bool] = []
  /// The sum of focal scores less that of candidates' before each member, on the grid.
  private var sums: [Int128] = [0]

  mutating func append(_ row: Int, _ score: Double, _ isFocal: Bool, copies: Int) {
    // Scores of finite models stay far below the range of these integers.
    let place = Int128(exactly: (score * 1e12).rounded()) ?? 0
    for _ in 0..<(isFocal ? copies : 1) {
      members.append(isFocal)
      sums.append(sums[sums.count - 1] + (isFocal ? place : -place))
      if isFocal { focal.append((row, score)) } else { candidates.append((row, score)) }
    }
  }

  // MARK: Blocks

  /// Where the block that each member opens ends: the next place with the same balance of the two
  /// groups; nil where there is none.
  private var ends: [Int?] {
    var ends = [Int?](repeating: nil, count: members.count)
    var places = [Int](repeating: -1, count: 2 * members.count + 1)
    var balance = focal.count - candidates.count + members.count
    places[balance] = members.count
    for start in members.indices.reversed() {
      balance -= members[start] ? 1 : -1
      if places[balance] >= 0 { ends[start] = places[balance] }
      places[balance] = start
    }
    return ends
  }

  /// For each focal member, the first candidate within the width and the first beyond it, less its
  /// own number.
  private func reach(_ width: Double) -> (first: RangeMinimum, beyond: RangeMinimum) {
    var (low, high) = (0, 0)
    var firsts: [Int] = []
    var beyonds: [Int] = []
    for (number, member) in focal.enumerated() {
      while low < candidates.count, member.score - candidates[low].score > width { low += 1 }
      while high < candidates.count, candidates[high].score - member.score <= width { high += 1 }
      // Maxima are minima of negatives.
      firsts.append(number - low)
      beyonds.append(high - number)
    }
    return (RangeMinimum(firsts), RangeMinimum(beyonds))
  }

  // MARK: The best chain

  /// How many pairs, and how long they are in all, on the grid.
  private struct Worth: Comparable {
    var pairs = 0
    var length: Int128 = 0

    static func < (first: Worth, second: Worth) -> Bool {
      first.pairs != second.pairs ? first.pairs < second.pairs : first.length > second.length
    }
  }

  func bestPairs(width: Double) -> [FoundPair] {
    guard !focal.isEmpty, !candidates.isEmpty else { return [] }
    let ends = ends
    let reach = reach(width)
    var best = [Worth](repeating: Worth(pairs: -1), count: members.count + 1)
    // The start of the block that ends at each place, or nil where nobody is served last.
    var opened = [Int?](repeating: nil, count: members.count + 1)
    best[0] = Worth()
    var focalBefore = 0
    for place in members.indices {
      if best[place] > best[place + 1] {
        best[place + 1] = best[place]
        opened[place + 1] = nil
      }
      if let end = ends[place] {
        let size = (end - place) / 2
        let numbers = focalBefore..<(focalBefore + size)
        // The pairs' numbers differ by the same shift all along the block.
        let shift = place - 2 * focalBefore
        let keepsWidth =
          members[place]
          ? reach.beyond.minimum(of: numbers) > shift : reach.first.minimum(of: numbers) >= -shift
        if keepsWidth {
          let length = sums[end] - sums[place]
          let worth = Worth(
            pairs: best[place].pairs + size, length: best[place].length + max(length, -length))
          if worth > best[end] {
            best[end] = worth
            opened[end] = place
          }
        }
      }
      if members[place] { focalBefore += 1 }
    }
    return pairs(opened)
  }

  /// The pairs of the chosen blocks: within one, the longest waiting is served first.
  private func pairs(_ opened: [Int?]) -> [FoundPair] {
    var blocks: [Range<Int>] = []
    var place = members.count
    while place > 0 {
      if let start = opened[place] {
        blocks.append(start..<place)
        place = start
      } else {
        place -= 1
      }
    }
    var pairs: [FoundPair] = []
    var focalBefore = 0
    var position = 0
    for block in blocks.reversed() {
      while position < block.lowerBound {
        if members[position] { focalBefore += 1 }
        position += 1
      }
      for step in 0..<(block.count / 2) {
        let first = focal[focalBefore + step]
        let second = candidates[position - focalBefore + step]
        pairs.append(
          FoundPair(
            focal: first.row, partner: second.row, distance: abs(first.score - second.score)))
      }
      focalBefore += block.count / 2
      position = block.upperBound
    }
    return pairs
  }
}

/// The smallest of any run of numbers in two look-ups: a sparse table.
private struct RangeMinimum {
  private var levels: [[Int]]

  /// - Complexity: O(n log n).
  init(_ values: [Int]) {
    levels = [values]
    var step = 1
    while 2 * step <= values.count {
      let last = levels[levels.count - 1]
      levels.append((0...(values.count - 2 * step)).map { min(last[$0], last[$0 + step]) })
      step *= 2
    }
  }

  /// The smallest of a run that is not empty.
  func minimum(of run: Range<Int>) -> Int {
    let level = Int.bitWidth - 1 - run.count.leadingZeroBitCount
    return min(levels[level][run.lowerBound], levels[level][run.upperBound - 1 << level])
  }
}
