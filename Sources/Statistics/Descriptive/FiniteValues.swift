extension [Double] {
  /// Refuses values that are not finite, naming their rows.
  ///
  /// - Throws: `nonFinite`.
  func requireFinite(column: String) throws(EvaluationError) {
    guard allSatisfy(\.isFinite) else {
      throw .nonFinite(
        column: column,
        rows: AffectedRows(indices.lazy.filter { !self[$0].isFinite }.map { $0 + 1 }))
    }
  }

  /// Refuses two ascending lists with a difference between them beyond the range of `Double`.
  ///
  /// - Throws: `overflow`.
  func requireFiniteRange(with other: [Double], column: String) throws(EvaluationError) {
    guard let low = first, let high = last, let otherLow = other.first, let otherHigh = other.last
    else { return }
    guard (high - otherLow).isFinite, (low - otherHigh).isFinite else {
      throw .overflow(
        what: "a difference of \(column)", needed: "the range of Double", found: "infinity")
    }
  }
}
