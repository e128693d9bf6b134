import ProgramEvaluation

/// What the programme costs.
extension Plan {
  static func costs(_ root: PlanObject, _ currency: Currency?) -> CostLedger? {
    let costs = root.objects("costs") { object -> Cost? in
      let name = object.text("name")
      let category: Cost.Category? = object.choice("category")
      let amount = object.money("amount", currency)
      let source = object.text("source")
      let isTimed = object.has("timing")
      let timing =
        isTimed
        ? object.make(
          "timing",
          needed:
            "once on a day, years 1 to 3, or every month (quarter, year) from a day to a day",
          Self.timing) : nil
      let isMaintenance = object.has("isMaintenance") ? object.flag("isMaintenance") : false
      guard let name, let category, let amount, let source, !isTimed || timing != nil,
        let isMaintenance
      else { return nil }
      return object.build { () throws(EvaluationError) in
        try Cost(
          name, category: category, amount: amount, source: source, timing: timing,
          isMaintenance: isMaintenance)
      }
    }
    var none: [Cost.Category] = []
    if root.has("costsDeclaredNone"), let names = root.texts("costsDeclaredNone") {
      none = names.compactMap(Cost.Category.init(rawValue:))
      if none.count < names.count {
        root.fault(
          "costsDeclaredNone",
          needed: "classes among \(Cost.Category.allCases.map(\.rawValue).joined(separator: ", "))",
          found: names.prefix(5).map { excerpt($0) }.joined(separator: ", "))
      }
    }
    let declared =
      root.has("maintenanceDeclaredNone") ? root.flag("maintenanceDeclaredNone") : false
    guard let costs, let currency, let declared else { return nil }
    return root.build("costs") { () throws(EvaluationError) in
      try CostLedger(costs, declaredNone: Set(none), declaresNoMaintenance: declared, in: currency)
    }
  }
}
