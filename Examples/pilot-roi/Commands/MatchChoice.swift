public import ArgumentParser
public import ProgramEvaluation

/// How partners are chosen, as the command line says it.
struct MatchChoice: ParsableArguments {
  enum Method: String, ExpressibleByArgument, CaseIterable { case nearest, optimal, classes }

  enum Distance: String, ExpressibleByArgument, CaseIterable {
    case score, logit, mahalanobis, mahalanobisWithinScore

    var measure: MatchingDistance {
      switch self {
      case .score: .propensityScore
      case .logit: .linearPredictor
      case .mahalanobis: .mahalanobis()
      case .mahalanobisWithinScore: .mahalanobisWithinScore()
      }
    }
  }

  @Option(name: .long, help: "nearest, optimal (on a score), or classes (of similar scores).")
  var method: Method = .nearest

  @Option(
    name: .long,
    help: "score, logit (the score's log odds), mahalanobis, or mahalanobisWithinScore.")
  var distance: Distance = .score

  @Option(
    name: .long,
    help: "Who chooses first: largest, smallest, data, closest or random; by default what is usual."
  )
  var order: MatchingMethod.Order?

  @Option(name: .long, help: "How many partners each person is to have.")
  var ratio = 1

  @Option(name: .long, help: "How often one candidate may serve: a number, or unlimited.")
  var reuse = "1"

  @Option(name: .long, help: "How many classes of scores.")
  var classes = 6

  @Option(name: .long, help: "Whose effect is asked for: treated, control, or all (by classes).")
  var target: TargetPopulation = .treated

  @Option(name: .long, help: "The seed of the random order.")
  var seed: UInt64 = 0

  @Option(name: .long, help: "The widest distance on the score.")
  var caliper: Double?

  @Option(
    name: .long,
    help:
      "What the caliper is measured in: overallStandardDeviation, pooledStandardDeviation or raw.")
  var caliperScale: Caliper.Scale = .overallStandardDeviation

  var matchingMethod: MatchingMethod {
    get throws {
      let caliper = try caliper.map { try Caliper($0, scale: caliperScale) }
      switch method {
      case .nearest:
        return .nearestNeighbor(
          distance: distance.measure, order: order, ratio: ratio, replacement: try replacement,
          caliper: caliper, seed: seed)
      case .optimal:
        try refuse([("order", order != nil), ("reuse", reuse != "1")])
        return .optimal(distance: distance.measure, ratio: ratio, caliper: caliper)
      case .classes:
        try refuse([
          ("order", order != nil), ("reuse", reuse != "1"), ("ratio", ratio != 1),
          ("caliper", caliper != nil),
        ])
        return .subclassification(classes: classes, distance: distance.measure)
      }
    }
  }

  /// An option that a method does not have must not be ignored.
  private func refuse(_ options: [(name: String, isGiven: Bool)]) throws {
    guard let first = options.first(where: \.isGiven) else { return }
    throw ValidationError("--\(first.name) is for --method nearest, not for \(method.rawValue).")
  }

  private var replacement: MatchingMethod.Replacement {
    get throws {
      if reuse == "unlimited" { return .unlimited }
      guard let times = Int(reuse), times >= 1 else {
        throw ValidationError("--reuse must be a number from 1, or unlimited.")
      }
      return times == 1 ? .none : .limited(to: times)
    }
  }
}

/// What partners must share, must not share, and how far apart they may be.
struct MatchLimits: ParsableArguments {
  @Option(
    name: .long, parsing: .upToNextOption, help: "Columns in which partners have the same value.")
  var exact: [String] = []

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Columns in which partners have different values, such as the team.")
  var antiExact: [String] = []

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "How far apart partners may be in columns of numbers, as COLUMN=WIDTH in its own units.")
  var within: [String] = []

  var constraints: MatchingConstraints {
    get throws {
      let calipers = try within.map { text -> MatchingConstraints.ColumnCaliper in
        guard let place = text.lastIndex(of: "="), place > text.startIndex,
          let width = Double(text[text.index(after: place)...])
        else { throw ValidationError("--within needs COLUMN=WIDTH, such as age=5, not \(text).") }
        return .init(String(text[..<place]), try Caliper(width, scale: .raw))
      }
      return MatchingConstraints(exact: exact, antiExact: antiExact, calipers: calipers)
    }
  }
}

extension MatchingMethod.Order: ExpressibleByArgument {}
extension TargetPopulation: ExpressibleByArgument {}
extension Caliper.Scale: ExpressibleByArgument {}
