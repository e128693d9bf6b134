import Regression
import Statistics
import TestSupport

/// The logistic regression behind a propensity score.
struct PropensityAnswer {
  /// What was found, by the names of the case.
  let fields: JSONValue
  /// The case without its names, software and self-checks.
  let expected: JSONValue

  init(_ item: JSONValue, in folder: ReferenceFolder) throws {
    if let link = item["link"].string, link != "logit" { throw UnsupportedOption(name: link) }
    let data = try MatchingData(item, in: folder)
    let model = try LogisticRegression(
      data.frame, outcome: data.treatment, predictors: data.covariates)
    func named(_ values: [Double]) -> JSONValue {
      .object(
        Dictionary(zip(model.coefficientNames, values.map(JSONValue.number))) { $1 })
    }
    fields = [
      "coef": named(model.coefficients), "se": named(model.standardErrors),
      "deviance": .init(model.deviance), "null_deviance": .init(model.nullDeviance),
      "logLik": .init(model.logLikelihood), "linear_predictor": .init(model.linearPredictors),
      "propensity": .init(model.fittedProbabilities),
      "sd_propensity": .init(try Moments(model.fittedProbabilities).standardDeviation),
      "sd_linear_predictor": .init(try Moments(model.linearPredictors).standardDeviation),
    ]
    let words: Set = [
      "id", "kind", "dataset", "formula", "link", "factor_coding", "refinement", "software",
      "check",
    ]
    expected = .object((item.object ?? [:]).filter { !words.contains($0.key) })
  }
}
