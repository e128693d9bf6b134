public import Statistics

/// How partners are chosen.
public enum MatchingMethod: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One control for each treated person, without replacement, the nearest that is still free.
  ///
  /// Distances are compared after rounding to 1e-12, and equal ones go to the lowest row, so that
  /// the last bits of a score decide nothing. R `MatchIt::matchit(method = "nearest")`, which
  /// breaks ties by the layout of rows.
  case nearestNeighbor(order: Order = .largest, caliper: Caliper? = nil)

  /// In which order the treated choose.
  public enum Order: String, Sendable, Hashable, Codable, CaseIterable {
    /// The highest score first, for it has the fewest candidates. R `m.order = "largest"`.
    case largest
    /// The lowest score first. R `m.order = "smallest"`.
    case smallest
    /// As the rows stand. R `m.order = "data"`.
    case data

    /// The order in words.
    var words: String {
      switch self {
      case .largest: "largest first"
      case .smallest: "smallest first"
      case .data: "in the order of the rows"
      }
    }
  }

  /// The caliper, if there is one.
  public var caliper: Caliper? {
    switch self {
    case .nearestNeighbor(_, let caliper): caliper
    }
  }

  /// The method with its order and caliper in words.
  public var description: String {
    switch self {
    case .nearestNeighbor(let order, let caliper):
      "nearest neighbour 1:1 on the propensity score, without replacement, \(order.words)"
        + (caliper.map { ", caliper of \($0)" } ?? "")
    }
  }
}

/// The widest distance at which two people may be matched, with the scale that its number is on.
public struct Caliper: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What the width is measured in.
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// Standard deviations of the score over all rows, divisor n - 1. R MatchIt.
    case overallStandardDeviation
    /// sqrt((v1 + v0) / 2) of the two groups. SAS PSMATCH `MULT=STDDEV`; Austin (2011).
    case pooledStandardDeviation
    /// The score itself.
    case raw
  }

  /// The number.
  public let width: Double
  /// Its scale.
  public let scale: Scale

  /// A width on a scale.
  ///
  /// - Throws: `invalidArgument` unless the width is positive and finite.
  public init(
    _ width: Double, scale: Scale = .overallStandardDeviation
  ) throws(EvaluationError) {
    guard width > 0, width.isFinite else {
      throw .invalidArgument(
        name: "a caliper's width", needed: "positive and finite", found: "\(width)")
    }
    self.width = width
    self.scale = scale
  }

  /// Decodes a caliper, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Double.self, forKey: .width), scale: fields.decode(Scale.self, forKey: .scale))
  }

  /// The width with its scale in words.
  public var description: String {
    switch scale {
    case .overallStandardDeviation: "\(formatted(width)) standard deviations of the score"
    case .pooledStandardDeviation: "\(formatted(width)) pooled standard deviations of the score"
    case .raw: "\(formatted(width)) on the score"
    }
  }

  /// The width on the score itself.
  func rawWidth(treated: Moments, control: Moments) throws(EvaluationError) -> Double {
    switch scale {
    case .raw: return width
    case .overallStandardDeviation:
      var all = treated
      all.merge(control)
      return width * (all.standardDeviation ?? 0)
    case .pooledStandardDeviation:
      guard let first = treated.variance, let second = control.variance else {
        throw .tooFew(
          what: "rows in each group for a pooled standard deviation", needed: 2,
          found: min(treated.count, control.count))
      }
      return width * ((first + second) / 2).squareRoot()
    }
  }
}
