public import Statistics

/// A weighted sum of coefficients by name.
///
/// ```swift
/// let yearOn: LinearCombination = ["coached": 1, "coached:tenure": 12]
/// try model.estimate(of: yearOn)
/// ```
///
/// A name that is written twice counts with the sum of its weights.
///
/// **Same as:** R `multcomp::glht(m, "coached + 12 * coached:tenure = 0")`; Stata `lincom`.
public struct LinearCombination: Sendable, Hashable, Codable {
  /// One coefficient with its weight.
  public struct Part: Sendable, Hashable, Codable {
    /// The coefficient's name.
    public let name: String
    /// Its weight.
    public let weight: Double

    /// Names a coefficient and its weight.
    public init(_ name: String, weight: Double) {
      self.name = name
      self.weight = weight
    }
  }

  /// The coefficients in the order written.
  public let parts: [Part]

  /// Takes coefficients in order.
  public init(_ parts: [Part]) { self.parts = parts }

  /// One weight for each of some coefficients, zero for those not named.
  ///
  /// - Throws: `missingColumn` for a name that is no coefficient; `nonFinite` for weights that are
  ///   not finite, by their place; `tooFew` without any part.
  func weights(among names: [String]) throws(EvaluationError) -> [Double] {
    guard !parts.isEmpty else {
      throw .tooFew(what: "coefficients in a combination", needed: 1, found: 0)
    }
    let faulty = parts.indices.filter { !parts[$0].weight.isFinite }
    guard faulty.isEmpty else {
      throw .nonFinite(
        column: "weights of a combination", rows: AffectedRows(faulty.map { $0 + 1 }))
    }
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() { places[name] = place }
    var weights = [Double](repeating: 0, count: names.count)
    for part in parts {
      guard let place = places[part.name] else {
        throw .missingColumn(column: part.name, available: names)
      }
      weights[place] += part.weight
    }
    return weights
  }
}

extension LinearCombination: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral {
  /// Names and weights in order.
  public init(dictionaryLiteral elements: (String, Double)...) {
    parts = elements.map { Part($0, weight: $1) }
  }

  /// One coefficient.
  public init(stringLiteral value: String) { parts = [Part(value, weight: 1)] }
}

extension LinearCombination: CustomStringConvertible {
  /// A sum such as `coached + 12 x coached:tenure`.
  public var description: String {
    var text = ""
    for (place, part) in parts.prefix(8).enumerated() {
      let size = abs(part.weight)
      let sign = part.weight < 0 ? (place == 0 ? "-" : " - ") : (place == 0 ? "" : " + ")
      text += sign + (size == 1 ? "" : "\(formatted(size)) x ") + excerpt(part.name)
    }
    return parts.count > 8 ? text + " and \(parts.count - 8) more" : text
  }
}

// MARK: - Models

extension StatisticalModel {
  /// A combination of coefficients by name as an estimate, with standard error sqrt(w' V w).
  ///
  /// - Parameters:
  ///   - combination: such as `["coached": 1, "coached:tenure": 12]`.
  ///   - unit: what it is measured in.
  ///   - direction: which way it is good.
  /// - Returns: the combination with its standard error.
  /// - Throws: `missingColumn` for a name that is no coefficient; `tooFew` without any; `nonFinite`;
  ///   `overflow`; `undefined` under CR2 when a single cluster determines the combination.
  public func estimate(
    of combination: LinearCombination, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) -> Estimate {
    try estimate(
      ofCombination: combination.weights(among: coefficientNames), unit: unit,
      direction: direction)
  }
}
