import Statistics

/// How partners are chosen.
///
/// Partners are chosen for the focal people: the treated, unless the effect on the untreated is
/// asked for. Distances are compared after rounding to 1e-12, and equal ones go to the lowest row,
/// so that the last bits of a number decide nothing.
public enum MatchingMethod: Sendable, Hashable, Codable, CustomStringConvertible {
  /// In their order, focal people take the nearest candidate that is still free.
  ///
  /// With a `ratio` of *k* there are *k* rounds; in each, every focal person takes one more
  /// partner, and whoever finds none is out of the later rounds. A nil `order` is the standard one:
  /// the largest score first for effects on the treated, the smallest first for effects on the
  /// untreated, and the order of the rows where there is no score. The `seed` belongs to the
  /// `random` order alone.
  ///
  /// **Same as:** R `MatchIt::matchit(method = "nearest")` 4.7, which breaks ties by the layout of
  /// rows.
  case nearestNeighbor(
    distance: MatchingDistance = .propensityScore, order: Order? = nil, ratio: Int = 1,
    replacement: Replacement = .none, caliper: Caliper? = nil, seed: UInt64 = 0)

  /// On the score, as many pairs as the caliper allows, and of those choices the one with the
  /// smallest total distance; exact.
  ///
  /// **Same as:** R `optmatch::pairmatch(tol = 1e-9)` without a caliper; no package with one.
  case optimal(
    distance: MatchingDistance = .propensityScore, ratio: Int = 1, caliper: Caliper? = nil)

  /// Classes of similar scores, cut at type-7 quantiles of the scores of the people whose effect is
  /// asked for; everybody in a class with both groups is used, by weight.
  ///
  /// **Same as:** R `MatchIt::matchit(method = "subclass", min.n = 0)`.
  case subclassification(classes: Int = 6, distance: MatchingDistance = .propensityScore)

  /// In which order focal people choose.
  public enum Order: String, Sendable, Hashable, Codable, CaseIterable {
    /// The highest score first, for among the treated it has the fewest candidates. R
    /// `m.order = "largest"`.
    case largest
    /// The lowest score first. R `m.order = "smallest"`.
    case smallest
    /// As the rows stand. R `m.order = "data"`.
    case data
    /// At each step the two people who are closest of all who are left. R `m.order = "closest"`.
    case closest
    /// Shuffled by the method's seed. R `m.order = "random"`, whose generator is another.
    case random

    /// The order in words.
    var words: String {
      switch self {
      case .largest: "largest first"
      case .smallest: "smallest first"
      case .data: "in the order of the rows"
      case .closest: "closest first"
      case .random: "in random order"
      }
    }
  }

  /// How often one candidate may serve as a partner.
  public enum Replacement: Sendable, Hashable, Codable {
    /// Once.
    case none
    /// Up to a number of times. R `reuse.max`.
    case limited(to: Int)
    /// Any number of times. R `replace = TRUE`.
    case unlimited

    /// The number of times, or nil for any.
    var limit: Int? {
      switch self {
      case .none: 1
      case .limited(let times): times
      case .unlimited: nil
      }
    }

    /// The rule in words.
    var words: String {
      switch self {
      case .none: "without replacement"
      case .limited(let times): "each at most \(times) times"
      case .unlimited: "with replacement"
      }
    }
  }

  // MARK: Parts

  /// The caliper on the score, if there is one.
  public var caliper: Caliper? {
    switch self {
    case .nearestNeighbor(_, _, _, _, let caliper, _), .optimal(_, _, let caliper): caliper
    case .subclassification: nil
    }
  }

  /// What similarity is measured by.
  public var distance: MatchingDistance {
    switch self {
    case .nearestNeighbor(let distance, _, _, _, _, _), .optimal(let distance, _, _),
      .subclassification(_, let distance):
      distance
    }
  }

  /// How many partners each focal person is to have; nil for classes.
  public var ratio: Int? {
    switch self {
    case .nearestNeighbor(_, _, let ratio, _, _, _), .optimal(_, let ratio, _): ratio
    case .subclassification: nil
    }
  }

  /// How often one candidate may serve.
  public var replacement: Replacement {
    if case .nearestNeighbor(_, _, _, let replacement, _, _) = self { replacement } else { .none }
  }

  /// The method with its distance, order and caliper in words.
  public var description: String {
    withoutCaliper + (caliper.map { ", caliper of \($0)" } ?? "")
  }

  /// The method with its distance and order in words.
  var withoutCaliper: String {
    switch self {
    case .nearestNeighbor(let distance, let order, let ratio, let replacement, _, let seed):
      var words = "nearest neighbour \(ratio):1 on \(distance), \(replacement.words)"
      if let order { words += ", \(order.words)" }
      if order == .random { words += " (seed \(seed))" }
      return words
    case .optimal(let distance, let ratio, _):
      return "optimal \(ratio):1 on \(distance), without replacement"
    case .subclassification(let classes, let distance):
      return "\(classes) classes of \(distance)"
    }
  }

  // MARK: Sense

  /// The method with its order filled in.
  func resolved(for target: TargetPopulation) -> MatchingMethod {
    guard
      case .nearestNeighbor(let distance, nil, let ratio, let replacement, let caliper, let seed) =
        self
    else { return self }
    let order: Order = distance.hasScore ? target == .control ? .smallest : .largest : .data
    return .nearestNeighbor(
      distance: distance, order: order, ratio: ratio, replacement: replacement, caliper: caliper,
      seed: seed)
  }

  /// Refuses numbers outside their domain and parts that contradict each other.
  func validate(for target: TargetPopulation) throws(EvaluationError) {
    if let ratio { try Self.require(ratio, in: 1...1000, "the ratio of partners") }
    if target == .all, ratio != nil {
      throw .invalidArgument(
        name: "the population", needed: "the treated or the untreated for matched sets",
        found: "all; use classes, or NearestNeighborEffect")
    }
    if caliper != nil, !distance.hasScore {
      throw .invalidArgument(
        name: "the distance", needed: "a score for a caliper to be on", found: "\(distance)")
    }
    switch self {
    case .nearestNeighbor(_, let order, _, let replacement, _, _):
      if let limit = replacement.limit {
        try Self.require(limit, in: 1...Int.max, "the reuse limit")
      }
      if !distance.hasScore, order == .largest || order == .smallest {
        throw .invalidArgument(
          name: "the order", needed: "data, closest or random where there is no score",
          found: "\(order?.rawValue ?? "")")
      }
    case .optimal, .subclassification:
      guard distance.isOnScore else {
        throw .invalidArgument(
          name: "the distance of \(self)", needed: "a score", found: "\(distance)")
      }
      if case .subclassification(let classes, _) = self {
        try Self.require(classes, in: 2...10_000, "the number of classes")
      }
    }
  }

  private static func require(
    _ number: Int, in range: ClosedRange<Int>, _ name: String
  ) throws(EvaluationError) {
    guard range.contains(number) else {
      let upper = range.upperBound == .max ? "" : " and at most \(range.upperBound)"
      throw .invalidArgument(
        name: name, needed: "at least \(range.lowerBound)\(upper)", found: "\(number)")
    }
  }
}
