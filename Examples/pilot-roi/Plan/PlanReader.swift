import ProgramEvaluation

/// Values of a plan that only money needs.
extension PlanObject {
  /// A decimal in quotes, such as `"0.30"`, so that it is exact.
  func decimal(_ name: String) -> ExactDecimal? {
    make(name, needed: "a decimal in quotes, such as \"0.30\"") { text throws(EvaluationError) in
      try ExactDecimal(text)
    }
  }

  /// An amount of money in quotes, such as `"120000.00"`.
  func money(_ name: String, _ currency: Currency?) -> Money? {
    guard let currency else {
      _ = has(name)
      return nil
    }
    return make(
      name, needed: "an amount of \(currency) in quotes, such as \"1200.50\""
    ) { text throws(EvaluationError) in try Money(text, currency) }
  }
}
