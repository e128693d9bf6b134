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

  /// Refuses values of ascending order whose range is beyond `Double`.
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

extension KeyedDecodingContainer {
  /// Refuses a stored figure that the decoded inputs do not give.
  func require<Figure: Decodable & Equatable>(_ figure: Figure?, forKey key: Key) throws {
    guard try decodeIfPresent(Figure.self, forKey: key) == figure else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "needs the figure that its values give")
    }
  }
}

/// Half the sum of two numbers, without overflow.
func midpoint(_ first: Double, _ second: Double) -> Double {
  let sum = first + second
  return sum.isFinite ? sum / 2 : first / 2 + second / 2
}
