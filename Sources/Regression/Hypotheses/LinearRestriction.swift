import Statistics

/// A combination of coefficients that is taken to have a value, mostly zero.
///
/// `"age"` says that the coefficient of age is zero, `["age": 1, "tenure": -1]` that two are equal.
public struct LinearRestriction: Sendable, Hashable, Codable {
  /// The combination.
  public let combination: LinearCombination
  /// What it is taken to be.
  public let value: Double

  /// States a combination's value.
  public init(_ combination: LinearCombination, equals value: Double = 0) {
    self.combination = combination
    self.value = value
  }
}

extension LinearRestriction: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral {
  /// Names and weights of a combination that is zero.
  public init(dictionaryLiteral elements: (String, Double)...) {
    self.init(LinearCombination(elements.map { .init($0, weight: $1) }))
  }

  /// A coefficient that is zero.
  public init(stringLiteral value: String) {
    self.init(LinearCombination(stringLiteral: value))
  }
}

extension LinearRestriction: CustomStringConvertible {
  /// An equation such as `age - tenure = 0`.
  public var description: String { "\(combination) = \(formatted(value))" }
}
