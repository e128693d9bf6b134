/// A candidate found by a search.
package struct Candidate {
  /// Where the search keeps it.
  let place: Int
  /// Its row.
  let row: Int
  /// How far it is from the focal row.
  let distance: Double
}

/// What greedy matching asks: the nearest candidate that is still to be had.
///
/// Nearest is by distance on the grid of 1e-12, then by the lowest row.
package protocol CandidateSearch {
  /// The nearest free candidate of a focal row that keeps to its constraints, those places excluded
  /// that the row has already taken.
  mutating func nearest(to focal: Int, excluding own: [Int]) -> Candidate?

  /// Whether a place may still be taken.
  func isFree(_ place: Int) -> Bool

  /// Counts one use of a place.
  mutating func use(_ place: Int)
}
