import DataFrames
import Regression
import Statistics
import TestSupport

extension ExperimentAnswers {
  /// The effect of the treatment in a regression that a formula describes.
  func regression() throws -> JSONValue {
    let formula = try inputs.text("formula").split(separator: "~").map(RegressionFormula.trimmed)
    _ = inputs["name"]
    guard formula.count == 2 else { throw UnsupportedOption(name: "formula") }
    let raw = try rows()
    let arm = try treated(raw, arm: "arm").map { $0 ? 1.0 : 0 }
    var reader = RegressionFormula(try raw.appending(Column("treat", numbers: arm)))
    let predictors = try reader.terms(formula[1])
    var answer: [String: JSONValue] = [:]
    for (name, estimator) in [
      ("nonrobust", CovarianceEstimator.classical), ("HC0", .hc0), ("HC1", .hc1), ("HC2", .hc2),
      ("HC3", .hc3),
    ] {
      let model = try LinearRegression(
        reader.frame, outcome: formula[0], predictors: predictors, covariance: estimator)
      guard model.coefficientNames.contains("treat") else {
        throw UnsupportedOption(name: "formula")
      }
      let effect = try model.estimate(of: "treat")
      answer["estimate"] = .init(effect.value)
      answer["df_resid"] = .init(model.residualDegreesOfFreedom)
      answer[name] = [
        "se": .init(effect.standardError), "p_value": .init(effect.pValue()),
        "ci": limits(effect.interval(level: level)),
      ]
    }
    return .object(answer)
  }
}

/// Terms of a formula as the cases write them: sums of products (`:`) and crossings (`*`) of columns,
/// `C(g)`, `log(x)`, `sqrt(x)`, `I(x**2)`, `(x-mean(x))` and `(I(g=level)-mean)`.
struct RegressionFormula {
  /// The data, with a column for each indicator that the formula needs.
  private(set) var frame: DataFrame

  init(_ frame: DataFrame) { self.frame = frame }

  static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  mutating func terms(_ text: String) throws -> ModelTerms {
    var terms: [ModelTerm] = []
    for part in Self.split(text, at: "+") where part != "1" {
      var factors: [ModelTerm] = []
      for crossed in Self.split(part, at: "*") {
        var products: [ModelTerm] = []
        for factor in Self.split(crossed, at: ":") { products.append(try term(factor)) }
        factors.append(products.count == 1 ? products[0] : .interaction(of: products))
      }
      terms.append(factors.count == 1 ? factors[0] : .crossing(of: factors))
    }
    return ModelTerms(terms)
  }

  /// The parts between a character that stands outside of all parentheses; `**` is no `*`.
  private static func split(_ text: String, at separator: Character) -> [String] {
    var (parts, depth) = ([""], 0)
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == separator, depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { trimmed($0) }
  }

  private mutating func term(_ text: String) throws -> ModelTerm {
    if frame.columnNames.contains(text) { return .column(text) }
    let plain = text.filter { !"() ".contains($0) }
    for name in frame.columnNames {
      switch plain {
      case "\(name)-mean\(name)", "\(name)-mean": return .transformed(name, .centered)
      case "C\(name)", "factor\(name)": return .factor(name)
      case "log\(name)", "np.log\(name)": return .transformed(name, .logarithm)
      case "sqrt\(name)", "np.sqrt\(name)": return .transformed(name, .squareRoot)
      case "I\(name)**2", "I\(name)^2": return .transformed(name, .square)
      default: continue
      }
    }
    guard plain.hasPrefix("I"), let equal = plain.firstIndex(of: "=") else {
      throw UnsupportedOption(name: "formula")
    }
    let isCentered = plain.hasSuffix("-mean")
    let level = plain[plain.index(after: equal)...].drop { $0 == "=" }
      .dropLast(isCentered ? "-mean".count : 0).filter { !"'\"".contains($0) }
    let column = try frame.column(String(plain[..<equal].dropFirst()))
    let name = "\(column.name)=\(level)"
    if !frame.columnNames.contains(name) {
      frame = try frame.appending(
        Column(
          name, numbers: (0..<column.count).map { column[$0].description == level ? 1 : 0 }))
    }
    return isCentered ? .transformed(name, .centered) : .numeric(name)
  }
}
