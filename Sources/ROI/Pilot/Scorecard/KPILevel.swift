import Statistics

extension KPI {
  /// What a level of an indicator looks like.
  public enum Form: String, Sendable, Hashable, Codable, CaseIterable {
    /// A number in a unit, such as 22 points.
    case number
    /// A share of people or things, which always has a denominator, such as 21 of 30.
    case share
    /// So many to so many, such as one coach to 25 people.
    case ratio
  }

  /// A level of an indicator, exact.
  ///
  /// A share that was observed is a count with its denominator. A share without one is right for a
  /// target; as an observation it is printed as declared and is no use at a gate.
  public enum Level: Sendable, Hashable, Codable {
    /// A number in the indicator's unit.
    case number(ExactDecimal)
    /// So many of so many.
    case share(count: Int, of: Int)
    /// A share from 0 to 1 without its denominator.
    case fraction(ExactDecimal)
    /// So many to so many, such as 1 to 25; its number is the first over the second.
    case ratio(Int, to: Int)

    /// The level as an exact number; nil for a share of nobody.
    public var exact: ExactRatio? {
      switch self {
      case .number(let value), .fraction(let value): ExactRatio(value)
      case .share(let count, let total): ExactRatio(count).divided(by: ExactRatio(total))
      case .ratio(let count, let other): ExactRatio(count).divided(by: ExactRatio(other))
      }
    }

    /// The form that the level has.
    public var form: Form {
      switch self {
      case .number: .number
      case .share, .fraction: .share
      case .ratio: .ratio
      }
    }

    /// Refuses a level of another form, counts that cannot be, and a fraction outside 0 to 1.
    func validate(as form: Form, of name: String) throws(EvaluationError) {
      guard self.form == form else {
        throw .invalidArgument(
          name: "a level of \(excerpt(name))", needed: "a \(form.rawValue)",
          found: "a \(self.form.rawValue), \(self)")
      }
      let isPossible =
        switch self {
        case .number: true
        case .share(let count, let total): count >= 0 && total >= count
        case .fraction(let share): share >= 0 && share <= 1
        case .ratio(let count, let other): count >= 1 && other >= 1
        }
      guard isPossible else {
        throw .invalidArgument(
          name: "a level of \(excerpt(name))",
          needed: form == .ratio ? "two whole numbers of 1 or more" : "from none to all",
          found: "\(self)")
      }
    }
  }
}

// MARK: - Description

extension KPI.Level: CustomStringConvertible {
  /// The level as it was stated, such as `21 of 30`, `70 %` or `1:25`.
  public var description: String {
    switch self {
    case .number(let value): value.description
    case .share(let count, let total): "\(count) of \(total)"
    case .fraction(let share): percentage(share)
    case .ratio(let count, let other): "\(count):\(other)"
    }
  }
}
