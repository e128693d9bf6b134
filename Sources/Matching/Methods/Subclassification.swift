/// Classes of similar scores.
///
/// **Reference:** Rosenbaum and Rubin (1984), doi:10.1080/01621459.1984.10478078.
struct Subclassification {
  /// The limits of the classes: from the smallest to the largest score of the population, one more
  /// than there are classes.
  let cuts: [Double]
  /// The class of each row, counted from zero.
  let classes: [Int]

  /// Cuts at type-7 quantiles of the scores of a population.
  ///
  /// A row's class is the number of cuts that do not exceed its score, on the grid of 1e-12,
  /// brought into the range of classes.
  ///
  /// - Complexity: O(n log n).
  init(_ scores: [Double], population: [Bool], count: Int) {
    let chosen = scores.indices.filter { population[$0] }.map { scores[$0] }.sorted()
    cuts = (0...count).map { number in
      // Whole numbers keep an exact position exact.
      let (place, rest) = ((chosen.count - 1) * number).quotientAndRemainder(dividingBy: count)
      let low = chosen[place]
      let high = chosen[min(place + 1, chosen.count - 1)]
      return rest == 0 ? low : low + Double(rest) / Double(count) * (high - low)
    }
    let figures = cuts.map(roundedDistance)
    classes = scores.map { score in
      let figure = roundedDistance(score)
      var low = 0
      var high = figures.count
      while low < high {
        let middle = (low + high) / 2
        if figures[middle] <= figure { low = middle + 1 } else { high = middle }
      }
      return min(max(low, 1), count) - 1
    }
  }
}
