import Statistics

extension MoneyFigure {
  /// The sum of figures: exact of the exact ones, posted of the posted ones, so that columns foot.
  static func footing(
    _ figures: some Sequence<MoneyFigure>, in currency: Currency
  ) throws(EvaluationError) -> MoneyFigure {
    var exact = ExactRatio(0)
    var posted: [Money] = []
    for figure in figures {
      exact = exact + figure.exact
      posted.append(figure.posted)
    }
    return MoneyFigure(exact: exact, posted: try Money.sum(posted, in: currency))
  }

  /// The difference: exact of the exact ones, posted of the posted ones.
  func less(_ other: MoneyFigure) throws(EvaluationError) -> MoneyFigure {
    MoneyFigure(exact: exact - other.exact, posted: try posted - other.posted)
  }
}
