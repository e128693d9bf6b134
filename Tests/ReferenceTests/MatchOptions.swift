import DataFrames
import Matching
import TestSupport

/// The options of a matching case as a method and its constraints.
struct MatchOptions {
  private let spec: JSONValue

  init(_ spec: JSONValue) { self.spec = spec }

  private static let understood: Set = [
    "method", "distance", "order", "ratio", "replace", "caliper", "std_caliper", "estimand",
    "discard", "note", "formula", "link", "exact", "antiexact", "subclasses", "objective",
  ]

  /// Throws an option for later, and fails one unheard of.
  func requireUnderstood() throws {
    guard let name = spec["method"].string else { throw ReferenceFailure("needs spec.method") }
    guard ["nearest", "optimal", "subclass"].contains(name) else {
      throw UnsupportedOption(name: "method=\(name)")
    }
    let distance = self.distance
    for later in ["robust_mahalanobis", "euclidean", "probit"] where distance.contains(later) {
      throw UnsupportedOption(name: later)
    }
    if !spec["mahvars"].isNull { throw UnsupportedOption(name: "mahvars") }
    if let link = spec["link"].string, link != "logit" { throw UnsupportedOption(name: link) }
    if let discard = spec["discard"].string, discard != "none" {
      throw UnsupportedOption(name: "discard")
    }
    if !spec["min_controls"].isNull || !spec["max_controls"].isNull {
      throw UnsupportedOption(name: "variable ratio")
    }
    if let width = spec["caliper"].double, width < 0 {
      throw UnsupportedOption(name: "anti-caliper")
    }
    let unread = Set((spec.object ?? [:]).filter { !$0.value.isNull }.keys)
      .subtracting(Self.understood)
    guard unread.isEmpty else {
      throw ReferenceFailure("options that are not understood: \(unread.sorted())")
    }
  }

  /// The cohort that the options ask for.
  func sample(of data: MatchingData) throws -> MatchedSample {
    let distance = try matchingDistance(data)
    var covariates = data.covariates
    // Without a score the covariates are those of the distance.
    if case .mahalanobis(let columns?) = distance { covariates = columns }
    return try MatchedSample(
      data.frame, treatment: data.treatment, covariates: covariates, method: method(distance),
      target: target, constraints: constraints(data))
  }

  // MARK: Method

  private func method(_ distance: MatchingDistance) throws -> MatchingMethod {
    let ratio = spec["ratio"].int ?? 1
    switch spec["method"].string {
    case "subclass":
      guard let classes = spec["subclasses"].int else {
        throw ReferenceFailure("needs spec.subclasses")
      }
      return .subclassification(classes: classes, distance: distance)
    case "optimal":
      guard distance.description.contains("score") else {
        throw UnsupportedOption(name: "mahalanobis")
      }
      return .optimal(distance: distance, ratio: ratio, caliper: try scoreCaliper)
    default:
      return .nearestNeighbor(
        distance: distance, order: try order, ratio: ratio, replacement: try replacement,
        caliper: try scoreCaliper)
    }
  }

  private var target: TargetPopulation {
    get throws {
      switch spec["estimand"].string ?? "ATT" {
      case "ATT": .treated
      case "ATC": .control
      case "ATE" where spec["method"] == "subclass": .all
      default: throw UnsupportedOption(name: "estimand")
      }
    }
  }

  private var order: MatchingMethod.Order? {
    get throws {
      // The first word counts: "smallest (default for ATC)".
      guard let word = spec["order"].string?.prefix(while: { $0 != " " }), word != "n/a" else {
        return nil
      }
      // R's shuffle is not ours.
      if word == "random" { throw UnsupportedOption(name: "order=random") }
      guard let order = MatchingMethod.Order(rawValue: String(word)) else {
        throw ReferenceFailure("the order \(word) is not understood")
      }
      return order
    }
  }

  private var replacement: MatchingMethod.Replacement {
    get throws {
      switch spec["replace"] {
      case .null, .bool(false): return .none
      case .bool(true): return .unlimited
      default:
        let words = (spec["replace"].string ?? "").split(separator: " ")
        guard let times = words.lazy.compactMap({ Int($0) }).first else {
          throw ReferenceFailure("the replacement \(spec["replace"]) is not understood")
        }
        return .limited(to: times)
      }
    }
  }

  // MARK: Distance

  private var distance: String { (spec["distance"].string ?? "propensity").lowercased() }

  private func matchingDistance(_ data: MatchingData) throws -> MatchingDistance {
    if distance.hasPrefix("linear predictor") { return .linearPredictor }
    let columns = distance.contains("4 continuous") ? data.continuous : nil
    if distance.contains("mahvars") { return .mahalanobisWithinScore(of: columns) }
    if distance.hasPrefix("mahalanobis") { return .mahalanobis(of: columns) }
    guard distance.hasPrefix("propensity") else {
      throw ReferenceFailure("the distance \(distance) is not understood")
    }
    return .propensityScore
  }

  // MARK: Constraints

  private var scoreCaliper: Caliper? {
    get throws {
      let width = spec["caliper"].double ?? spec["caliper"]["distance"].double
      return try width.map {
        try Caliper($0, scale: spec["std_caliper"].bool ?? true ? .overallStandardDeviation : .raw)
      }
    }
  }

  private func constraints(_ data: MatchingData) throws -> MatchingConstraints {
    var calipers: [MatchingConstraints.ColumnCaliper] = []
    for (name, width) in (spec["caliper"].object ?? [:]).sorted(by: { $0.key < $1.key })
    where name != "distance" {
      // A name of its own, or the first of the continuous covariates.
      guard let width = width.double,
        let column = data.frame[name] != nil ? name : data.continuous?.first
      else { throw ReferenceFailure("the caliper \(name) is not understood") }
      let isRaw = spec["std_caliper"].string?.contains("raw") ?? !(spec["std_caliper"].bool ?? true)
      calipers.append(
        .init(column, try Caliper(width, scale: isRaw ? .raw : .overallStandardDeviation)))
    }
    return MatchingConstraints(
      exact: columns("exact", data), antiExact: columns("antiexact", data), calipers: calipers)
  }

  /// The columns of the data that an option names: "region (coach) / race (lalonde)".
  private func columns(_ option: String, _ data: MatchingData) -> [String] {
    let texts = spec[option].array?.compactMap(\.string) ?? spec[option].string.map { [$0] } ?? []
    return texts.flatMap { $0.split { " ,/()".contains($0) }.map(String.init) }
      .filter { data.frame[$0] != nil }
  }
}
