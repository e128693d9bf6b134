import ProgramEvaluation

/// How a plan wants its cohort matched.
struct PlannedMatching {
  private enum Method: String, CaseIterable { case nearest, optimal, classes }

  private enum Distance: String, CaseIterable {
    case score, logit, mahalanobis, mahalanobisWithinScore
  }

  private enum Reuse: String, CaseIterable { case none, unlimited }

  private let method: Method
  private let distance: Distance
  private let order: MatchingMethod.Order?
  private let ratio: Int
  private let reuse: Reuse
  private let classes: Int
  private let caliper: Caliper?
  let constraints: MatchingConstraints
  /// Whether the effect is adjusted by regression on the covariates.
  let isAdjusted: Bool

  // MARK: Reading

  init?(_ object: PlanObject) {
    let method: Method? = object.has("method") ? object.choice("method") : .nearest
    let distance: Distance? = object.has("distance") ? object.choice("distance") : .score
    let order: MatchingMethod.Order? = object.has("order") ? object.choice("order") : nil
    let reuse: Reuse? = object.has("reuse") ? object.choice("reuse") : Reuse.none
    let ratio = object.has("ratio") ? object.integer("ratio") : 1
    let classes = object.has("classes") ? object.integer("classes") : 6
    let exact = object.has("exact") ? object.texts("exact") : []
    let antiExact = object.has("antiExact") ? object.texts("antiExact") : []
    let limits = object.has("within") ? Self.limits(object) : []
    let isAdjusted = object.has("adjusted") ? object.flag("adjusted") : false
    let caliper = Self.caliper(object)
    guard let method, let distance, let reuse, let ratio, let classes, let exact, let antiExact,
      let limits, let isAdjusted
    else { return nil }
    let others = ["order", "reuse"] + (method == .classes ? ["ratio", "caliper"] : ["classes"])
    for name in others where object.has(name) {
      let isOther = method == .nearest ? name == "classes" : true
      if isOther {
        object.fault(
          name, needed: "left out, for the method \(method.rawValue) has none", found: "a value")
      }
    }
    self.method = method
    self.distance = distance
    self.order = order
    self.ratio = ratio
    self.reuse = reuse
    self.classes = classes
    self.caliper = caliper
    self.isAdjusted = isAdjusted
    constraints = MatchingConstraints(exact: exact, antiExact: antiExact, calipers: limits)
  }

  private static func caliper(_ object: PlanObject) -> Caliper? {
    guard object.has("caliper") else { return nil }
    return object.object("caliper") { inner -> Caliper? in
      let width = inner.number("width")
      let scale: Caliper.Scale? = inner.choice("scale")
      guard let width, let scale else { return nil }
      return inner.build { () throws(EvaluationError) in try Caliper(width, scale: scale) }
    }
  }

  private static func limits(_ object: PlanObject) -> [MatchingConstraints.ColumnCaliper]? {
    object.objects("within") { inner in
      let column = inner.text("column")
      let width = inner.number("width")
      guard let column, let width else { return nil }
      return inner.build { () throws(EvaluationError) in
        .init(column, try Caliper(width, scale: .raw))
      }
    }
  }

  // MARK: The library's method

  /// The method, with the seed of the run for a random order.
  func matchingMethod(seed: UInt64) -> MatchingMethod {
    let measure: MatchingDistance =
      switch distance {
      case .score: .propensityScore
      case .logit: .linearPredictor
      case .mahalanobis: .mahalanobis()
      case .mahalanobisWithinScore: .mahalanobisWithinScore()
      }
    return switch method {
    case .nearest:
      .nearestNeighbor(
        distance: measure, order: order, ratio: ratio,
        replacement: reuse == .unlimited ? .unlimited : .none, caliper: caliper, seed: seed)
    case .optimal: .optimal(distance: measure, ratio: ratio, caliper: caliper)
    case .classes: .subclassification(classes: classes, distance: measure)
    }
  }
}
