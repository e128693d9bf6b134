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

  // MARK: Weighted means

  /// The weighted mean of one group, around its first value.
  func mean(treated isTreated: Bool) -> (mean: Double, weight: Double) {
    var (total, sum) = (0.0, 0.0)
    let shift = sets.first.map { values[(isTreated ? $0.treated : $0.controls)[0]] } ?? 0
    for row in rows(treated: isTreated) {
      total += weights[row]
      sum += weights[row] * (values[row] - shift)
    }
    return (shift + sum / total, total)
  }

  /// The rows of one group, each once.
  func rows(treated isTreated: Bool) -> [Int] {
    let rows = sets.flatMap { isTreated ? $0.treated : $0.controls }
    var seen = Set<Int>(minimumCapacity: rows.count)
    return rows.filter { seen.insert($0).inserted }
  }

  /// The difference of the weighted means with the variance of clusters (CR1) or of classes (HC3):
  /// the coefficient of the treatment in the weighted regression, in closed form.
  ///
  /// A row's influence on the coefficient is its weight times its residual over its group's weight.
  func difference(isClustered: Bool) -> (
    treated: Double, control: Double, variance: Double, freedom: Double
  ) {
    let (first, second) = (mean(treated: true), mean(treated: false))
    func influence(_ row: Int, _ isTreated: Bool) -> (value: Double, leverage: Double) {
      let group = isTreated ? first : second
      let leverage = weights[row] / group.weight
      let value = leverage * (values[row] - group.mean)
      return (isTreated ? value : -value, leverage)
    }
    let count = Double(sets.reduce(0) { $0 + $1.treated.count + $1.controls.count })
    var squares = 0.0
    for set in sets {
      let members =
        set.treated.map { influence($0, true) } + set.controls.map { influence($0, false) }
      if isClustered {
        let sum = members.reduce(0) { $0 + $1.value }
        squares += sum * sum
      } else {
        for (value, leverage) in members {
          let residual = value / (1 - leverage)
          squares += residual * residual
        }
      }
    }
    guard isClustered else { return (first.mean, second.mean, squares, count - 2) }
    let clusters = Double(sets.count)
    let factor = clusters / (clusters - 1) * (count - 1) / (count - 2)
    return (first.mean, second.mean, squares * factor, clusters - 1)
  }
}
