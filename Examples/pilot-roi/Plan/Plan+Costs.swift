import ProgramEvaluation

/// What the programme costs.
extension Plan {
  static func costs(_ root: PlanObject, _ currency: Currency?) -> CostLedger? {
    let costs = root.objects("costs") { object -> Cost? in
      let name = object.text("name")
      let category: Cost.Category? = object.choice("category")
      let amount = object.money("amount", currency)
      let source = object.text("source")
      guard let name, let category, let amount, let source else { return nil }
      return object.build { () throws(EvaluationError) in
        try Cost(name, category: category, amount: amount, source: source)
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
    guard let costs, let currency else { return nil }
    return root.build("costs") { () throws(EvaluationError) in
      try CostLedger(costs, declaredNone: Set(none), in: currency)
    }
  }
}
