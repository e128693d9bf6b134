import ProgramEvaluation

/// How the outcome of a pilot to come varies: stated, or taken from earlier data.
struct OutcomeSpread {
  /// What is compared.
  enum Kind {
    case mean(standardDeviation: Double, mean: Double?)
    case proportion(Double)
  }

  let kind: Kind
  /// The correlation with the measurement before, where one is used.
  let correlation: Double?
  /// Where the figures come from, in words.
  let source: String

  init(_ options: PlanCommand) throws(EvaluationError) {
    if let path = options.data {
      try self.init(path, options)
    } else {
      try self.init(stated: options)
    }
  }

  private init(_ path: String, _ options: PlanCommand) throws(EvaluationError) {
    for (given, name) in [
      (options.sd != nil, "--sd"), (options.rate != nil, "--rate"),
      (options.mean != nil, "--mean"), (options.correlation != nil, "--correlation"),
    ] where given {
      throw .invalidArgument(name: name, needed: "left out where data are given", found: "given")
    }
    guard let outcome = options.outcome else {
      throw .invalidArgument(
        name: "--outcome", needed: "the column of the outcome in the data", found: "not given")
    }
    var frame = try InputFile.frame(path)
    if let condition = options.where { frame = try Self.filtered(frame, condition) }
    let values = try frame.completeNumbers(of: outcome)
    let moments = try Moments(values, column: outcome)
    guard let mean = moments.mean, let deviation = moments.standardDeviation, deviation > 0 else {
      guard values.count >= 2 else {
        throw .tooFew(what: "rows with an outcome", needed: 2, found: values.count)
      }
      throw .constantColumn(
        column: outcome, rows: values.count, found: values.first.map { "\($0)" } ?? "empty")
    }
    let rows = "\(values.count) rows of \(path)"
    guard values.contains(where: { $0 != 0 && $0 != 1 }) else {
      guard options.baseline == nil else {
        throw .invalidArgument(
          name: "--baseline", needed: "left out for an outcome of yes and no", found: "given")
      }
      kind = .proportion(mean)
      correlation = nil
      source = "\(outcome) in \(rows): \(formatted(mean * 100, significantDigits: 4)) %"
      return
    }
    var words =
      "\(outcome) in \(rows): mean \(formatted(mean)), standard deviation \(formatted(deviation))"
    var found: Double?
    if let baseline = options.baseline {
      let before = try frame.completeNumbers(of: baseline)
      let value = try Self.correlation(values, before, column: baseline)
      words += "; correlation \(formatted(value, significantDigits: 3)) with \(baseline)"
      found = value
    }
    kind = .mean(standardDeviation: deviation, mean: mean)
    correlation = found
    source = words
  }

  private init(stated options: PlanCommand) throws(EvaluationError) {
    for (given, name) in [
      (options.outcome != nil, "--outcome"), (options.baseline != nil, "--baseline"),
      (options.where != nil, "--where"),
    ] where given {
      throw .invalidArgument(name: name, needed: "used with a data file", found: "no data file")
    }
    switch (options.sd, options.rate) {
    case (let deviation?, nil):
      kind = .mean(standardDeviation: deviation, mean: options.mean)
      correlation = options.correlation
      var words = "stated: standard deviation \(formatted(deviation))"
      if let mean = options.mean { words += ", mean \(formatted(mean))" }
      if let value = options.correlation {
        words += ", correlation \(formatted(value)) with before"
      }
      source = words
    case (nil, let rate?):
      guard options.correlation == nil, options.mean == nil else {
        throw .invalidArgument(
          name: "--rate", needed: "given without --mean and --correlation", found: "both")
      }
      kind = .proportion(rate)
      correlation = nil
      source = "stated: \(formatted(rate * 100)) % without the programme"
    default:
      throw .invalidArgument(
        name: "the spread",
        needed: "one of --sd (a mean), --rate (a proportion), or a data file with --outcome",
        found: options.sd == nil ? "none of them" : "both --sd and --rate")
    }
  }

  /// What percentages refer to: the mean or the proportion, where it is known and not zero.
  var percentBaseline: Double? {
    switch kind {
    case .mean(_, let mean): mean == 0 ? nil : mean
    case .proportion(let rate): rate == 0 ? nil : rate
    }
  }

  // MARK: Reading

  private static func filtered(
    _ frame: DataFrame, _ condition: String
  ) throws(EvaluationError) -> DataFrame {
    let parts = condition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw .invalidArgument(name: "--where", needed: "COLUMN=VALUE", found: excerpt(condition))
    }
    let wanted = String(parts[1])
    let rows = try frame.filtered(by: String(parts[0])) { $0.description == wanted }
    guard rows.rowCount > 0 else {
      throw .tooFew(what: "rows with \(excerpt(condition))", needed: 2, found: 0)
    }
    return rows
  }

  /// Pearson's correlation, from the spread of standardised sums and differences.
  private static func correlation(
    _ first: [Double], _ second: [Double], column: String
  ) throws(EvaluationError) -> Double {
    let (one, other) = (try Moments(first), try Moments(second, column: column))
    guard let a = one.standardDeviation, let b = other.standardDeviation, a > 0, b > 0,
      let m = one.mean, let n = other.mean
    else {
      throw .constantColumn(
        column: column, rows: second.count, found: second.first.map { "\($0)" } ?? "empty")
    }
    let sums = try Moments(zip(first, second).map { ($0 - m) / a + ($1 - n) / b })
    let differences = try Moments(zip(first, second).map { ($0 - m) / a - ($1 - n) / b })
    return ((sums.variance ?? 0) - (differences.variance ?? 0)) / 4
  }
}
