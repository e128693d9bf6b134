import ProgramEvaluation

/// What could hide behind the effect of a study.
struct PlannedConfounding {
  private let degreesOfFreedom: Double?
  private let alpha: Double
  private let confounders: [ConfoundingSensitivity.Confounder]

  /// nil after a fault.
  init?(_ object: PlanObject) {
    let isStated = object.has("degreesOfFreedom")
    let freedom = isStated ? object.number("degreesOfFreedom") : nil
    let alpha = object.has("alpha") ? object.number("alpha") : 0.05
    let confounders =
      object.has("confounders")
      ? object.objects("confounders", Self.confounder) : [ConfoundingSensitivity.Confounder]()
    guard !isStated || freedom != nil, let alpha, let confounders else { return nil }
    degreesOfFreedom = freedom
    self.alpha = alpha
    self.confounders = confounders
  }

  private static func confounder(_ object: PlanObject) -> ConfoundingSensitivity.Confounder? {
    let name = object.words("name")
    let outcome = object.number("outcomeR2")
    let treatment = object.number("treatmentR2")
    let hides = object.has("hidesEffect") ? object.flag("hidesEffect") : false
    guard let name, let outcome, let treatment, let hides else { return nil }
    return object.build { () throws(EvaluationError) in
      try ConfoundingSensitivity.Confounder(
        name, outcomeR2: outcome, treatmentR2: treatment, hidesEffect: hides)
    }
  }

  /// How strong a confounder must be to take the case to break-even.
  func sensitivity(
    of businessCase: BusinessCase
  ) throws(EvaluationError) -> ConfoundingSensitivity {
    do {
      return try ConfoundingSensitivity(
        businessCase, confounders: confounders, degreesOfFreedom: degreesOfFreedom, alpha: alpha)
    } catch {
      throw .invalidPlan(
        path: "$.confounding", needed: "an effect whose confounding can be asked for",
        found: "\(error)")
    }
  }
}
