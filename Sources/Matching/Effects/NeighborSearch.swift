/// The nearest rows of a group, each as often as it is asked for; distances are compared on the
/// grid of 1e-12.
struct NeighborSearch {
  private enum Place {
    case line([Double], CandidateIndex)
    case space(MahalanobisSpace, [Int])
  }

  private let place: Place

  /// The rows of a group on a score.
  init(_ members: [Int], scores: [Double]) {
    let problem = MatchingProblem(isFocal: scores.map { _ in false }, scores: nil)
    place = .line(scores, CandidateIndex(members, in: problem) { scores[$0] })
  }

  /// The rows of a group in a space.
  init(_ members: [Int], space: MahalanobisSpace) { place = .space(space, members) }

  /// The nearest members of a row other than itself, ascending by distance.
  ///
  /// With ties, members as far as the last one wanted are all given; else the count is kept, and
  /// which of them are given hangs on the order of the rows alone.
  ///
  /// - Complexity: O(log n + found) on a score, O(n log found) in a space.
  func nearest(_ count: Int, to row: Int, ties: Bool) -> [Int] {
    switch place {
    case .line(let scores, let index): onLine(count, row, scores, index, ties)
    case .space(let space, let members): inSpace(count, row, space, members, ties)
    }
  }

  private func onLine(
    _ count: Int, _ row: Int, _ scores: [Double], _ index: CandidateIndex, _ ties: Bool
  ) -> [Int] {
    let target = scores[row]
    var above = index.firstIndex(in: index.keys.indices) { index.keys[$0] >= target }
    var below = above - 1
    var found: [(figure: Double, row: Int)] = []
    while true {
      let distanceBelow = below >= 0 ? target - index.keys[below] : .infinity
      let distanceAbove = above < index.keys.count ? index.keys[above] - target : .infinity
      let distance = min(distanceBelow, distanceAbove)
      guard distance < .infinity else { break }
      let figure = roundedDistance(distance)
      if found.count >= count, !ties || figure > found[found.count - 1].figure { break }
      let isBelow = distanceBelow <= distanceAbove
      let member = index.rows[isBelow ? below : above]
      if isBelow { below -= 1 } else { above += 1 }
      if member != row { found.append((figure, member)) }
    }
    return found.sorted { ($0.figure, $0.row) < ($1.figure, $1.row) }.map(\.row)
  }

  private func inSpace(
    _ count: Int, _ row: Int, _ space: MahalanobisSpace, _ members: [Int], _ ties: Bool
  ) -> [Int] {
    // The nearest so far, ascending.
    var found: [(figure: Double, row: Int)] = []
    for member in members where member != row {
      let figure = roundedDistance(space.distance(row, member))
      if found.count >= count, figure > found[found.count - 1].figure { continue }
      var (low, high) = (0, found.count)
      while low < high {
        let middle = (low + high) / 2
        if found[middle].figure > figure { high = middle } else { low = middle + 1 }
      }
      found.insert((figure, member), at: low)
      while found.count > count,
        !ties || found[count - 1].figure < found[found.count - 1].figure
      {
        found.removeLast()
      }
    }
    return found.map(\.row)
  }
}
