public import DataFrames
public import Statistics

/// Several arms compared two by two, with p-values adjusted for their number.
///
/// Each pair is a `MeanDifference` of its own: the later arm less the earlier, or each arm less the
/// control where one is named. Intervals are those of each pair alone; only p-values are adjusted.
///
/// **Reference:** Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Benjamini and Hochberg
/// (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.
/// **Same as:** R `pairwise.t.test(y, arm, p.adjust.method = "holm", pool.sd = FALSE)`; with
/// `method: .pooled` the variance is pooled over the two arms of each pair.
public struct PairwiseDifferences: Sendable, Hashable, Codable {
  /// One arm less another.
  public struct Pair: Sendable, Hashable, Codable {
    /// The arm that stands as treated.
    public let arm: String
    /// The arm that it is compared with.
    public let reference: String
    /// The comparison of both.
    public let difference: MeanDifference
    /// The p-value as adjusted within the family.
    public let adjustedPValue: Double
  }

  /// The pairs, in the order of the arms.
  public let pairs: [Pair]
  /// The arm that all others are compared with; nil when all are compared with all.
  public let control: String?
  /// How p-values are adjusted.
  public let adjustment: PValueAdjustment

  /// The most arms: 100, with 4,950 pairs.
  public static let mostArms = 100

  // MARK: Comparing

  /// Compares arms by their moments.
  ///
  /// - Parameters:
  ///   - arms: each arm's name with the moments of its outcomes, at least two values.
  ///   - control: the arm that all others are compared with; all with all when nil.
  ///   - method: which variances the standard errors take.
  ///   - adjustment: how p-values are adjusted; Holm by default.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: `tooFew` below two arms; `overflow` above 100; `duplicateIdentifiers` for a name given
  ///   twice; `missingColumn` for a control that is no arm; and what `MeanDifference` throws.
  /// - Complexity: O(arms^2 log arms).
  public init(
    arms: [(name: String, moments: Moments)], control: String? = nil,
    method: MeanDifference.Method = .welch, adjustment: PValueAdjustment = .holm,
    unit: String = "", direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    guard arms.count >= 2 else { throw .tooFew(what: "arms", needed: 2, found: arms.count) }
    guard arms.count <= Self.mostArms else {
      throw .overflow(
        what: "the number of arms", needed: "at most \(Self.mostArms)", found: "\(arms.count)")
    }
    let names = arms.map(\.name)
    if let place = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw .duplicateIdentifiers(
        column: "arms", rows: AffectedRows([place + 1]), found: names[place])
    }
    if let control, !names.contains(control) {
      throw .missingColumn(column: control, available: names)
    }
    var differences: [(arm: Int, reference: Int, difference: MeanDifference)] = []
    for (place, arm) in arms.enumerated() {
      let references =
        control.map { name in arms.indices.filter { names[$0] == name && $0 != place } }
        ?? Array(0..<place)
      for reference in references {
        let difference = try MeanDifference(
          treated: arm.moments, control: arms[reference].moments, method: method,
          design: .randomizedExperiment, unit: unit, direction: direction)
        differences.append((place, reference, difference))
      }
    }
    let adjusted = try adjustment.adjusted(differences.map(\.difference.pValue))
    pairs = zip(differences, adjusted).map { pair, p in
      Pair(
        arm: names[pair.arm], reference: names[pair.reference], difference: pair.difference,
        adjustedPValue: p)
    }
    self.control = control
    self.adjustment = adjustment
  }

  /// Compares the arms that a column names.
  ///
  /// - Parameters:
  ///   - people: one row a person.
  ///   - arm: a column of texts, integers or booleans.
  ///   - outcome: a column of numbers.
  ///   - control: the arm that all others are compared with; all with all when nil.
  ///   - method: which variances the standard errors take.
  ///   - adjustment: how p-values are adjusted; Holm by default.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - missing: what to do about rows with an empty cell.
  /// - Throws: `missingColumn`, `wrongType`, `nonFinite`, `missingCells`, and what the other
  ///   initializer throws.
  /// - Complexity: O(rows + arms^2 log arms).
  public init(
    _ people: DataFrame, arm: String, outcome: String, control: String? = nil,
    method: MeanDifference.Method = .welch, adjustment: PValueAdjustment = .holm,
    unit: String = "", direction: Estimate.Direction = .higherIsBetter,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let cases = try people.rows(using: [arm, outcome], missing: missing)
    let groups = try people.groups(of: arm, in: cases)
    let values = try people.completeNumbers(of: outcome, in: cases)
    var parts = [[Double]](repeating: [], count: groups.levels.count)
    for (code, value) in zip(groups.codes, values) { parts[code].append(value) }
    var arms: [(name: String, moments: Moments)] = []
    for (name, part) in zip(groups.levels, parts) {
      arms.append((name, try Moments(part, column: outcome)))
    }
    try self.init(
      arms: arms, control: control, method: method, adjustment: adjustment, unit: unit,
      direction: direction)
  }

  private enum CodingKeys: String, CodingKey { case pairs, control, adjustment }

  /// Decodes comparisons, refusing adjusted p-values that the pairs do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    pairs = try fields.decode([Pair].self, forKey: .pairs)
    control = try fields.decodeIfPresent(String.self, forKey: .control)
    adjustment = try fields.decode(PValueAdjustment.self, forKey: .adjustment)
    let adjusted = try adjustment.adjusted(pairs.map(\.difference.pValue))
    guard adjusted == pairs.map(\.adjustedPValue),
      pairs.allSatisfy({ $0.reference == control ?? $0.reference })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .pairs, in: fields, debugDescription: "needs the p-values of the pairs")
    }
  }

  // MARK: Table

  /// A header and a row a pair: names, difference, interval, p-value, adjusted p-value.
  ///
  /// - Parameter level: the confidence level of each pair's own interval.
  /// - Returns: texts of at most six significant digits.
  public func table(level: Double = 0.95) -> [[String]] {
    [["pair", "difference", "from", "to", "p", "p (\(adjustment.name))"]]
      + pairs.map { pair in
        let interval = pair.difference.effect.interval(level: level)
        return [
          "\(excerpt(pair.arm)) - \(excerpt(pair.reference))",
          formatted(pair.difference.effect.value), interval?.lower.map { formatted($0) } ?? "",
          interval?.upper.map { formatted($0) } ?? "",
          formatted(pair.difference.pValue, significantDigits: 3),
          formatted(pair.adjustedPValue, significantDigits: 3),
        ]
      }
  }
}

extension PairwiseDifferences: CustomStringConvertible {
  /// The first eight pairs as a table.
  public var description: String {
    let rows = table()
    let rest = rows.count > 9 ? "\nand \(rows.count - 9) more pairs" : ""
    return TextTable.aligned(Array(rows.prefix(9))) + rest
  }
}
