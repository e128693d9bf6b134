/// Sums of squares between and within groups, from their moments.
struct SumsOfSquares {
  /// How many values there are in all.
  let count: Int
  /// The sum of n (group mean - grand mean)^2.
  let between: Double
  /// The sum of squared deviations from the groups' own means.
  let within: Double

  /// Adds up at least one group.
  ///
  /// Group means are compared by their distances from the first group's shift, so that a mean far
  /// from zero costs no digits.
  ///
  /// - Throws: `tooFew` for an empty group; `overflow` when a figure leaves the range of `Double`.
  init(_ groups: [Moments]) throws(EvaluationError) {
    var (total, within) = (0, CompensatedSum())
    var distances: [(mean: Double, size: Double)] = []
    for (place, group) in groups.enumerated() {
      guard group.count > 0 else {
        throw .tooFew(what: "values in group \(place + 1)", needed: 1, found: 0)
      }
      let (sum, isOverflow) = total.addingReportingOverflow(group.count)
      guard let squares = group.sumOfSquaredDeviations, group.mean != nil, !isOverflow else {
        throw .overflow(what: "a mean or variance", needed: "finite moments", found: "infinity")
      }
      total = sum
      within.add(squares)
      let size = Double(group.count)
      distances.append((group.shift - groups[0].shift + group.sum / size, size))
    }
    var (sum, between) = (CompensatedSum(), CompensatedSum())
    for group in distances { sum.add(group.mean * group.size) }
    let grand = sum.value / Double(total)
    for group in distances {
      between.add(group.size * (group.mean - grand) * (group.mean - grand))
    }
    guard between.value.isFinite, within.value.isFinite else {
      throw .overflow(
        what: "a sum of squares", needed: "values below about 1e150", found: "infinity")
    }
    count = total
    self.between = between.value
    self.within = within.value
  }
}
