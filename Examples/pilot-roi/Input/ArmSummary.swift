import ProgramEvaluation

/// One arm of an experiment as published: a count, or a size with mean and standard deviation.
enum ArmSummary {
  case count(Proportion)
  case moments(Moments)

  /// Reads `12/200` or `120,14.2,3.1`.
  ///
  /// - Throws: `invalidArgument` with the option's name for any other text.
  init(_ text: String, option: String) throws(EvaluationError) {
    let counts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    if counts.count == 2, let successes = counts[0], let trials = counts[1] {
      self = .count(try Proportion(successes: successes, trials: trials))
      return
    }
    let figures = text.split(separator: ",", omittingEmptySubsequences: false)
    if figures.count == 3, let size = Int(figures[0]), let mean = Double(figures[1]),
      let deviation = Double(figures[2]),
      let moments = Moments(count: size, mean: mean, standardDeviation: deviation)
    {
      self = .moments(moments)
      return
    }
    throw .invalidArgument(
      name: option, needed: "SUCCESSES/PEOPLE or PEOPLE,MEAN,SD", found: "\"\(excerpt(text))\"")
  }

  /// Reads the numbers assigned, `205,201`.
  static func assigned(_ text: String) throws(EvaluationError) -> Experiment.Assigned {
    let counts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard counts.count == 2, let treated = counts[0], let control = counts[1] else {
      throw .invalidArgument(
        name: "--assigned", needed: "TREATED,CONTROL", found: "\"\(excerpt(text))\"")
    }
    return Experiment.Assigned(treated: treated, control: control)
  }

  /// The experiment that two arms make; both must be counts, or both moments.
  static func experiment(
    treated: ArmSummary, control: ArmSummary, assigned: Experiment.Assigned?, isPooled: Bool,
    expectedShare: Double?, unit: String, direction: Estimate.Direction
  ) throws(EvaluationError) -> Experiment {
    switch (treated, control) {
    case (.count(let first), .count(let second)):
      return try Experiment(
        treated: first, control: second, assigned: assigned, expectedTreatedShare: expectedShare,
        unit: unit.isEmpty ? "rate" : unit, direction: direction)
    case (.moments(let first), .moments(let second)):
      return try Experiment(
        treated: first, control: second, assigned: assigned,
        method: isPooled ? .pooled : .welch, expectedTreatedShare: expectedShare, unit: unit,
        direction: direction)
    default:
      throw .invalidArgument(
        name: "both arms", needed: "counts, or sizes with means", found: "one of each")
    }
  }
}
