import Distributions

extension ExperimentAnswers {
  /// The answer to a function of the hypergeometric distribution; nil for another family.
  func hypergeometric(_ family: String, _ function: String) throws -> Double? {
    guard family == "hypergeom" else { return nil }
    let valid = Hypergeometric(
      population: try inputs.integer("population"), successes: try inputs.integer("successes"),
      draws: try inputs.integer("draws"))
    return try value(of: known(valid), function)
  }
}
