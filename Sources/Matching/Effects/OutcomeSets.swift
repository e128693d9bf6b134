import Statistics

/// The matched sets whose outcomes are known, with the weights that they give.
struct OutcomeSets {
  /// Treated and control rows of each set.
  let sets: [MatchedSet]
  /// The outcome of each row of the frame; meaningful in the rows of the sets.
  let values: [Double]
  /// The weight of each row of the frame.
  let weights: [Double]
  /// How many sets were left out.
  let incomplete: Int
  /// How many partners or members of remaining sets were left out.
  let lost: Int

  /// Leaves out people without an outcome, and sets that then lack a group or their focal person.
  init(_ sample: MatchedSample, outcomes: [Double?]) {
    var sets: [MatchedSet] = []
    var lost = 0
    let all = sample.sets
    for set in all {
      let treated = set.treated.filter { outcomes[$0] != nil }
      let controls = set.controls.filter { outcomes[$0] != nil }
      guard !treated.isEmpty, !controls.isEmpty else { continue }
      lost += set.treated.count + set.controls.count - treated.count - controls.count
      sets.append(MatchedSet(treated: treated, controls: controls))
    }
    self.sets = sets
    self.lost = lost
    incomplete = all.count - sets.count
    values = outcomes.map { $0 ?? 0 }
    guard sample.subclasses.isEmpty else {
      weights = MatchedWeights.ofClasses(
        sets.map { ($0.treated, $0.controls) }, target: sample.target, rows: outcomes.count)
      return
    }
    var (focals, partners): ([Int], [Int]) = ([], [])
    for set in sets {
      let (own, others) =
        sample.target == .control ? (set.controls, set.treated) : (set.treated, set.controls)
      focals += [Int](repeating: own[0], count: others.count)
      partners += others
    }
    weights = MatchedWeights.ofPairs(focals: focals, partners: partners, rows: outcomes.count)
  }

  /// The rows of one group, each once.
  func rows(treated isTreated: Bool) -> [Int] {
    let rows = sets.flatMap { isTreated ? $0.treated : $0.controls }
    var seen = Set<Int>(minimumCapacity: rows.count)
    return rows.filter { seen.insert($0).inserted }
  }

  // MARK: Weighted means

  /// The effect of sets that do not overlap, with its CR1 error and as many degrees of freedom as
  /// sets less one.
  ///
  /// The coefficient of the treatment in the weighted regression is the mean over sets of the focal
  /// outcome less the partners' mean, and a set's score is its deviation from that mean: the
  /// regression's CR1 in closed form, whatever the numbers of partners.
  func clusteredDifference(_ outcome: String) throws(EvaluationError) -> SampleContrast {
    let treated = try Moments(sets.map { mean($0.treated) }, column: outcome)
    let control = try Moments(sets.map { mean($0.controls) }, column: outcome)
    let differences = try Moments(
      sets.map { mean($0.treated) - mean($0.controls) }, column: outcome)
    guard let value = differences.mean, let squares = differences.sumOfSquaredDeviations,
      let first = treated.mean, let second = control.mean
    else {
      throw .overflow(
        what: "the effect on \(outcome)", needed: "numbers below about 1e150", found: "infinity")
    }
    let count = Double(sets.count)
    let rows = Double(sets.reduce(0) { $0 + $1.treated.count + $1.controls.count })
    let correction = count / (count - 1) * (rows - 1) / (rows - 2)
    return SampleContrast(
      value: value, treatedMean: first, controlMean: second,
      uncertainty: .t(
        standardError: (squares * correction).squareRoot() / count, degreesOfFreedom: count - 1))
  }

  private func mean(_ rows: [Int]) -> Double {
    rows.count == 1
      ? values[rows[0]] : rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
  }

  /// The effect of classes with its HC3 error: a row's influence on the coefficient of the treatment
  /// is its weight times its residual over its group's weight, which is its leverage.
  func classDifference() -> SampleContrast {
    let groups = [true, false].map { isTreated in
      let rows = rows(treated: isTreated)
      let total = rows.reduce(0) { $0 + weights[$1] }
      let shift = rows.first.map { values[$0] } ?? 0
      let mean = shift + rows.reduce(0) { $0 + weights[$1] * (values[$1] - shift) } / total
      let squares = rows.reduce(0.0) { sum, row in
        let leverage = weights[row] / total
        let residual = leverage * (values[row] - mean) / (1 - leverage)
        return sum + residual * residual
      }
      return (mean: mean, squares: squares, count: rows.count)
    }
    return SampleContrast(
      value: groups[0].mean - groups[1].mean, treatedMean: groups[0].mean,
      controlMean: groups[1].mean,
      uncertainty: .t(
        standardError: (groups[0].squares + groups[1].squares).squareRoot(),
        degreesOfFreedom: Double(groups[0].count + groups[1].count - 2)))
  }
}

/// An effect as an estimator finds it.
struct SampleContrast {
  let value: Double
  let treatedMean: Double
  let controlMean: Double
  let uncertainty: Uncertainty
}
