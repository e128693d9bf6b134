package import Statistics

/// The check that every cohort passes before it is returned: each rule of method and constraints is
/// asked again of the result, by another way than it was made.
package enum MatchAudit {
  /// Throws when a pair breaks a rule.
  ///
  /// - Throws: `undefined` with the first rule broken. No input is known to lead there; a cohort
  ///   that breaks its own rules must not be returned.
  /// - Complexity: O(pairs x constraints).
  package static func check(
    _ pairs: [FoundPair], _ problem: MatchingProblem, ratio: Int,
    replacement: MatchingMethod.Replacement
  ) throws(EvaluationError) {
    var partners = [Int](repeating: 0, count: problem.isFocal.count)
    var uses = partners
    var seen = Set<[Int]>()
    let mayRepeat = replacement.limit != 1 && ratio > 1
    for pair in pairs {
      guard problem.isFocal[pair.focal], !problem.isFocal[pair.partner] else {
        throw broken("one treated and one control row in each pair", pair)
      }
      guard problem.permitsFully(pair.focal, pair.partner) else {
        throw broken("pairs that keep to every constraint", pair)
      }
      guard pair.distance == problem.distance(pair.focal, pair.partner) else {
        throw broken("the distance of the pair", pair)
      }
      partners[pair.focal] += 1
      uses[pair.partner] += 1
      guard partners[pair.focal] <= ratio, uses[pair.partner] <= replacement.limit ?? .max,
        !mayRepeat || seen.insert([pair.focal, pair.partner]).inserted
      else { throw broken("nobody more often than allowed", pair) }
    }
  }

  private static func broken(_ rule: String, _ pair: FoundPair) -> EvaluationError {
    .undefined(
      what: "the matched cohort", needed: rule,
      found: "rows \(pair.focal + 1) and \(pair.partner + 1) of the complete cases")
  }
}
