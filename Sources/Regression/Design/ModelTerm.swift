import Statistics

/// One term of a model: what a column, or several columns together, contribute to the design.
///
/// A text stands for a column as it is, so that `["age", "role"]` are two terms. Names of columns
/// are those of R's `model.matrix`.
///
/// ```swift
/// try LinearRegression(
///   people, outcome: "score",
///   predictors: [
///     "coached", .factor("role", reference: "sales"), .naturalSpline("age", degreesOfFreedom: 4),
///     .interaction("coached", "role"),
///   ])
/// ```
public indirect enum ModelTerm: Sendable, Hashable, Codable {
  /// A column by its type: numbers and integers as they are, booleans as 0 and 1, categories as a
  /// factor whose first level in Unicode order is the reference. In an interaction, a factor that
  /// another term declares for the same column.
  case column(String)
  /// Numbers, integers or booleans as they are.
  case numeric(String)
  /// The levels of a category, or of integers, booleans or dates: a column for each but one.
  ///
  /// The reference stands at zero under treatment contrasts, and at -1 under sum contrasts; nil is
  /// the first level under the former, the last under the latter. R `relevel(role, "sales")`.
  case factor(String, reference: String? = nil, contrasts: FactorContrasts = .treatment)
  /// A function of a numeric column.
  case transformed(String, Transformation)
  /// Powers up to a degree, orthogonal to each other in the rows fitted (R `poly(x, 2)`), or as
  /// they are (R `poly(x, 2, raw = TRUE)`).
  case polynomial(String, degree: Int, isRaw: Bool = false)
  /// Cubic splines that are straight beyond the boundary knots; see ``SplineKnots``.
  case spline(String, knots: SplineKnots)
  /// The products of the columns of several terms; R `a:b`.
  case interaction(of: [ModelTerm])
  /// The terms and all their interactions; R `a * b`.
  case crossing(of: [ModelTerm])

  // MARK: Writing

  /// The products of the columns of several terms; R `a:b`.
  public static func interaction(_ terms: ModelTerm...) -> ModelTerm { .interaction(of: terms) }

  /// The terms and all their interactions; R `a * b`.
  public static func crossing(_ terms: ModelTerm...) -> ModelTerm { .crossing(of: terms) }

  /// A natural cubic spline with knots at quantiles; R `splines::ns(x, df = 4)`.
  public static func naturalSpline(_ column: String, degreesOfFreedom: Int) -> ModelTerm {
    .spline(column, knots: .quantiles(degreesOfFreedom: degreesOfFreedom))
  }

  /// A natural cubic spline with knots of your own; R `splines::ns(x, knots = )`.
  ///
  /// The boundary is the range of the rows fitted when nil.
  public static func naturalSpline(
    _ column: String, knots: [Double], boundary: ClosedRange<Double>? = nil
  ) -> ModelTerm {
    .spline(column, knots: .at(knots, boundary: boundary))
  }
}

extension ModelTerm: ExpressibleByStringLiteral {
  /// The column of that name.
  public init(stringLiteral value: String) { self = .column(value) }
}

/// How a factor's levels become columns where the design holds their sum already.
public enum FactorContrasts: String, Sendable, Hashable, Codable, CaseIterable {
  /// Each level but the reference against the reference. R `contr.treatment`.
  case treatment
  /// Each level but the reference against the mean of all levels. R `contr.sum`, whose columns are
  /// called by number, while these are called by level.
  case sum
}

/// Where the knots of a spline stand.
public enum SplineKnots: Sendable, Hashable, Codable {
  /// At equally spaced quantiles (type 7) of the rows fitted, one fewer than the degrees of freedom;
  /// the boundary is their range.
  case quantiles(degreesOfFreedom: Int)
  /// At these places; the boundary is the range of the rows fitted when nil.
  case at([Double], boundary: ClosedRange<Double>?)
}

/// A function of one number.
public enum Transformation: String, Sendable, Hashable, Codable, CaseIterable {
  /// The natural logarithm, of positive numbers.
  case logarithm
  /// log(1 + x), of numbers above -1.
  case logarithmOfOnePlus
  /// The square root, of numbers from zero.
  case squareRoot
  /// The square.
  case square
  /// The distance from the mean of the rows fitted.
  case centered
  /// The distance from the mean of the rows fitted in their standard deviations.
  case standardized
}

// MARK: - Names

extension ModelTerm: CustomStringConvertible {
  /// The term as R writes it, such as `age`, `poly(age, 2)` or `coached:role`.
  public var description: String {
    switch self {
    case .column(let name), .numeric(let name), .factor(let name, _, _): name
    case .transformed(let name, let transformation): transformation.label(of: name)
    case .polynomial(let name, let degree, let isRaw):
      "poly(\(name), \(degree)\(isRaw ? ", raw = TRUE" : ""))"
    case .spline(let name, .quantiles(let freedom)): "ns(\(name), df = \(freedom))"
    case .spline(let name, .at(let knots, let boundary)):
      "ns(\(name), knots = \(Self.listed(knots))"
        + (boundary.map { ", Boundary.knots = \(Self.listed([$0.lowerBound, $0.upperBound]))" }
          ?? "") + ")"
    case .interaction(let terms): terms.map(\.description).joined(separator: ":")
    case .crossing(let terms): terms.map(\.description).joined(separator: " * ")
    }
  }

  private static func listed(_ numbers: [Double]) -> String {
    let texts = numbers.map { formatted($0) }
    return texts.count == 1 ? texts[0] : "c(\(texts.joined(separator: ", ")))"
  }

  /// The data columns that the term reads.
  var columns: [String] {
    switch self {
    case .column(let name), .numeric(let name), .factor(let name, _, _),
      .transformed(let name, _), .polynomial(let name, _, _), .spline(let name, _):
      [name]
    case .interaction(let terms), .crossing(let terms): terms.flatMap(\.columns)
    }
  }
}

extension Transformation {
  func label(of column: String) -> String {
    switch self {
    case .logarithm: "log(\(column))"
    case .logarithmOfOnePlus: "log1p(\(column))"
    case .squareRoot: "sqrt(\(column))"
    case .square: "I(\(column)^2)"
    case .centered: "scale(\(column), scale = FALSE)"
    case .standardized: "scale(\(column))"
    }
  }
}
