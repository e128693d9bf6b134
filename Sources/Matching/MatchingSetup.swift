import DataFrames
import Regression
import Statistics

/// The data of a matching: who is treated, the score, and the problem that a search solves.
struct MatchingSetup {
  let cases: CompleteCases
  let treated: [Bool]
  let problem: MatchingProblem
  /// The columns whose balance is told: the covariates, then those of constraints that are not
  /// covariates.
  let balanceColumns: [String]

  init(
    _ people: DataFrame, treatment: String, covariates: [String], method: MatchingMethod,
    target: TargetPopulation, constraints: MatchingConstraints, missing: MissingCells
  ) throws(EvaluationError) {
    guard !covariates.isEmpty else { throw .tooFew(what: "covariates", needed: 1, found: 0) }
    guard !covariates.contains(treatment) else {
      throw .invalidArgument(
        name: "the covariates", needed: "columns other than the treatment",
        found: "\"\(excerpt(treatment))\" among them")
    }
    try method.validate(for: target)
    try constraints.validate(treatment: treatment)
    if method.ratio == nil, !constraints.isEmpty {
      throw .invalidArgument(
        name: "the constraints of classes", needed: "none", found: constraints.description)
    }
    if case .optimal = method, !(constraints.antiExact.isEmpty && constraints.calipers.isEmpty) {
      throw .invalidArgument(
        name: "the constraints of optimal matching",
        needed: "exact columns and a caliper on the score alone", found: constraints.description)
    }
    let spaceColumns = method.distance.columns(among: covariates)
    cases = try people.rows(
      using: [treatment] + covariates + (spaceColumns ?? []) + constraints.columnNames,
      missing: missing)
    let treated = try people.completeBinary(of: treatment, in: cases)
    self.treated = treated
    let treatedCount = treated.count { $0 }
    guard treatedCount > 0 else {
      throw .tooFew(what: "treated rows (\(excerpt(treatment)) = 1)", needed: 1, found: 0)
    }
    guard treatedCount < treated.count else {
      throw .tooFew(what: "control rows (\(excerpt(treatment)) = 0)", needed: 1, found: 0)
    }
    var scores: [Double]?
    if method.distance.hasScore {
      let design = try DesignMatrix(people, predictors: covariates, in: cases)
      let model = try LogisticRegression(design, response: treated, outcome: treatment)
      scores =
        method.distance == .linearPredictor ? model.linearPredictors : model.fittedProbabilities
    }
    var problem = MatchingProblem(
      isFocal: target == .control ? treated.map { !$0 } : treated, scores: scores)
    if let caliper = method.caliper, let scores {
      problem.scoreWidth = try caliper.rawWidth(of: scores, treated: treated)
    }
    if let spaceColumns {
      problem.space = try MahalanobisSpace(
        people, columns: spaceColumns, in: cases, treated: treated)
    }
    try problem.add(constraints, from: people, in: cases, treated: treated)
    self.problem = problem
    var columns = covariates
    for (position, column) in constraints.exact.enumerated() where !columns.contains(column) {
      // A column with hundreds of values is no covariate, and every pair agrees in it.
      if problem.exact[position].levels.count <= 50 { columns.append(column) }
    }
    for limit in constraints.calipers where !columns.contains(limit.column) {
      columns.append(limit.column)
    }
    balanceColumns = columns
  }
}

/// What a method found, in rows of the complete cases.
struct FoundCohort {
  /// Ascending by focal row; partners of one row in the order in which they were taken.
  var pairs: [FoundPair] = []
  /// The rows of each class that holds both groups.
  var classes: [[Int]] = []
  var cuts: [Double] = []
  var unmatched: [UnmatchedRow] = []

  var isEmpty: Bool { pairs.isEmpty && classes.isEmpty }

  /// Runs a method, and checks every pair that it found.
  init(
    _ setup: MatchingSetup, method: MatchingMethod, target: TargetPopulation
  ) throws(EvaluationError) {
    let problem = setup.problem
    let scores = problem.scores ?? []
    let found: [FoundPair]
    switch method {
    case .subclassification(let count, _):
      classify(
        Subclassification(
          scores, population: target == .all ? scores.map { _ in true } : problem.isFocal,
          count: count), setup, target)
      return
    case .optimal(_, let ratio, _):
      found = try OptimalMatching.match(problem, scores: scores, ratio: ratio)
    case .nearestNeighbor(_, let order, let ratio, let replacement, _, let seed):
      let order = order ?? .data
      if let space = problem.space {
        found = try NearestNeighbor.match(
          problem, search: SpaceSearch(problem, space: space, limit: replacement.limit),
          order: order, ratio: ratio, replacement: replacement, seed: seed)
      } else {
        found = try NearestNeighbor.match(
          problem, search: LineSearch(problem, scores: scores, limit: replacement.limit),
          order: order, ratio: ratio, replacement: replacement, seed: seed)
      }
    }
    try MatchAudit.check(
      found, problem, ratio: method.ratio ?? 1, replacement: method.replacement)
    pairs = Array(found.indices).stablySorted { Double(found[$0].focal) }.map { found[$0] }
    var isMatched = [Bool](repeating: false, count: problem.isFocal.count)
    for pair in pairs { isMatched[pair.focal] = true }
    let rows = problem.focalRows.filter { !isMatched[$0] }
    unmatched = zip(rows, problem.reasons(for: rows)).map { UnmatchedRow(row: $0, reason: $1) }
  }

  private mutating func classify(
    _ found: Subclassification, _ setup: MatchingSetup, _ target: TargetPopulation
  ) {
    cuts = found.cuts
    var members = [[Int]](repeating: [], count: found.cuts.count - 1)
    for (row, number) in found.classes.enumerated() { members[number].append(row) }
    for rows in members where !rows.isEmpty {
      let treatedCount = rows.count { setup.treated[$0] }
      if treatedCount > 0, treatedCount < rows.count {
        classes.append(rows)
      } else {
        let left = target == .all ? rows : rows.filter { setup.problem.isFocal[$0] }
        unmatched += left.map { UnmatchedRow(row: $0, reason: .noneInClass) }
      }
    }
    unmatched.sort { $0.row < $1.row }
  }

  /// Who is compared with whom, and with which weights.
  func weights(_ treated: [Bool], _ target: TargetPopulation) -> MatchedWeights {
    guard classes.isEmpty else {
      var numbers = [Int?](repeating: nil, count: treated.count)
      for (number, rows) in classes.enumerated() { for row in rows { numbers[row] = number } }
      let groups = classes.map { rows in
        (treated: rows.filter { treated[$0] }, control: rows.filter { !treated[$0] })
      }
      return MatchedWeights(
        values: MatchedWeights.ofClasses(groups, target: target, rows: treated.count), pairs: nil,
        classes: numbers)
    }
    return MatchedWeights(
      values: MatchedWeights.ofPairs(
        focals: pairs.map(\.focal), partners: pairs.map(\.partner), rows: treated.count),
      pairs: pairs.map {
        target == .control ? ($0.partner, $0.focal) : ($0.focal, $0.partner)
      }, classes: nil)
  }
}
