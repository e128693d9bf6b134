import DataFrames
import Statistics

/// Who may be matched with whom, and how far apart they are: all that a search needs.
///
/// Rows are counted among the complete cases.
package struct MatchingProblem {
  /// A limit on the difference of two numbers.
  package struct Limit {
    let name: String
    let values: [Double]
    let width: Double

    package init(name: String, values: [Double], width: Double) {
      self.name = name
      self.values = values
      self.width = width
    }
  }

  /// A column in which partners must differ.
  package struct Difference {
    let name: String
    let codes: [Int]

    package init(name: String, codes: [Int]) {
      self.name = name
      self.codes = codes
    }
  }

  /// Who seeks partners; the others are candidates.
  let isFocal: [Bool]
  /// The score of each row, or nil without one.
  package var scores: [Double]?
  /// The caliper's width on the score.
  package var scoreWidth: Double?
  /// Where each row lies, for distances that are not on the score.
  var space: MahalanobisSpace?
  /// The stratum of each row: rows that agree in all exact columns.
  package var strata: [Int]
  package var strataCount: Int
  var exact: [Groups] = []
  package var differences: [Difference] = []
  package var limits: [Limit] = []

  /// Rows that may be matched with one another in any way, on a score.
  package init(isFocal: [Bool], scores: [Double]?, scoreWidth: Double? = nil) {
    self.isFocal = isFocal
    self.scores = scores
    self.scoreWidth = scoreWidth
    strata = [Int](repeating: 0, count: isFocal.count)
    strataCount = 1
  }

  // MARK: Constraints

  /// Adds the constraints of columns.
  mutating func add(
    _ constraints: MatchingConstraints, from people: DataFrame, in cases: CompleteCases,
    treated: [Bool]
  ) throws(EvaluationError) {
    for column in constraints.exact {
      let groups = try people.groups(of: column, in: cases)
      exact.append(groups)
      divide(by: groups)
    }
    for column in constraints.antiExact {
      differences.append(
        Difference(name: column, codes: try people.groups(of: column, in: cases).codes))
    }
    for limit in constraints.calipers {
      let values = try people.completeNumbers(of: limit.column, in: cases)
      limits.append(
        Limit(
          name: limit.column, values: values,
          width: try limit.caliper.rawWidth(of: values, treated: treated)))
    }
  }

  private mutating func divide(by groups: Groups) {
    var numbers: [Int: Int] = [:]
    for row in strata.indices {
      // Both factors are below the number of rows, whose square an integer holds.
      let key = strata[row] * groups.levels.count + groups.codes[row]
      strata[row] = numbers[key] ?? numbers.count
      numbers[key] = strata[row]
    }
    strataCount = numbers.count
  }

  // MARK: Questions

  var focalRows: [Int] { isFocal.indices.filter { isFocal[$0] } }

  var candidateRows: [Int] { isFocal.indices.filter { !isFocal[$0] } }

  /// Whether a pair in one stratum and inside the score's caliper must still be asked about.
  var hasPredicates: Bool { !differences.isEmpty || !limits.isEmpty }

  /// Whether two rows keep to the constraints that neither strata nor the score's caliper tell.
  func permits(_ focal: Int, _ candidate: Int) -> Bool {
    differences.allSatisfy { $0.codes[focal] != $0.codes[candidate] }
      && limits.allSatisfy {
        abs($0.values[focal] - $0.values[candidate]) <= $0.width
      }
  }

  /// Whether two rows keep to every constraint.
  func permitsFully(_ focal: Int, _ candidate: Int) -> Bool {
    guard strata[focal] == strata[candidate], permits(focal, candidate) else { return false }
    guard let scoreWidth, let scores else { return true }
    return abs(scores[focal] - scores[candidate]) <= scoreWidth
  }

  /// The distance of two rows, to be made small.
  func distance(_ focal: Int, _ candidate: Int) -> Double {
    if let space { return space.distance(focal, candidate) }
    return abs((scores?[focal] ?? 0) - (scores?[candidate] ?? 0))
  }
}

/// A distance on the grid of 1e-12 on which distances are compared.
func roundedDistance(_ distance: Double) -> Double { (distance * 1e12).rounded() }
