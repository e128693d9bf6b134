import ProgramEvaluation

/// Findings of a pilot that its gate weighs beside targets and triggers.
extension PlannedGate {
  static func monitor(_ object: PlanObject) -> TrendMonitor? {
    let name = object.words("name")
    let action = object.words("action")
    let alpha = object.has("alpha") ? object.number("alpha") : 0.05
    let looks = object.has("looks") ? object.integer("looks") : 1
    let readings = object.objects("readings", reading)
    guard let name, let action, let alpha, let looks, let readings else { return nil }
    return object.build { () throws(EvaluationError) in
      try TrendMonitor(name, action: action, alpha: alpha, looks: looks, readings: readings)
    }
  }

  /// What was counted in a span.
  static func reading(_ object: PlanObject) -> RollbackTrigger.Reading? {
    let span = object.words("span")
    let count = object.integer("count")
    let total = object.integer("of")
    guard let span, let count, let total else { return nil }
    return object.build { () throws(EvaluationError) in
      try RollbackTrigger.Reading(span, count: count, of: total)
    }
  }

  static func ninetyDays(_ object: PlanObject) -> NinetyDayCheck? {
    let start = object.day("start")
    let date = object.day("date")
    let hasPath = object.has("path")
    let path =
      hasPath
      ? object.object("path") { inner -> NinetyDayCheck.Path? in
        let metric = inner.words("metric")
        let evidence = inner.words("evidence")
        let date = inner.day("date")
        guard let metric, let evidence, let date else { return nil }
        return inner.build { () throws(EvaluationError) in
          try NinetyDayCheck.Path(to: metric, evidence: evidence, on: date)
        }
      } : nil
    guard let start, let date, !hasPath || path != nil else { return nil }
    return object.build { () throws(EvaluationError) in
      try NinetyDayCheck(start: start, on: date, path: path)
    }
  }

  static func proof(_ object: PlanObject) -> ScalePreconditions.Proof? {
    let item: ScalePreconditions.Item? = object.choice("item")
    let reference = object.words("reference")
    guard let item, let reference else { return nil }
    return object.build { () throws(EvaluationError) in
      try ScalePreconditions.Proof(item, reference)
    }
  }

  static func issue(_ object: PlanObject) -> PilotIssue? {
    let kind: PilotIssue.Kind? = object.choice("kind")
    let finding = object.words("finding")
    let change = object.words("change")
    guard let kind, let finding, let change else { return nil }
    return object.build { () throws(EvaluationError) in
      try PilotIssue(kind, finding, change: change)
    }
  }
}
