import ProgramEvaluation

/// A pilot to come: what it can see, what size it needs, and how its power grows.
struct PilotPlan {
  let design: any PowerDesign
  let spread: OutcomeSpread
  let worth: ProgramWorth
  let power: Double
  let unit: String
  /// What the size asked about sees, where one was.
  let detectable: DetectableEffect?
  /// The size that finds the effect asked about, or the one that pays.
  let size: SampleSizePlan?
  /// Why there is no such size.
  let refusal: EvaluationError?
  let curve: PowerCurve

  init(
    _ options: PlanCommand, design: any PowerDesign, spread: OutcomeSpread, worth: ProgramWorth
  ) throws(EvaluationError) {
    self.design = design
    self.spread = spread
    self.worth = worth
    power = options.power
    unit = options.unit
    guard options.treated != nil || options.effect != nil || worth.breakEven != nil else {
      throw .invalidArgument(
        name: "the question",
        needed: "--treated (what do so many see?), --effect (how many see it?), or the worth",
        found: "none of them")
    }
    if let treated = options.treated {
      detectable = try Self.detectable(design, treated, options, worth)
    } else {
      detectable = nil
    }
    let wanted = options.effect ?? worth.breakEven.flatMap { $0 == 0 ? nil : $0 }
    var size: SampleSizePlan?
    var refusal: EvaluationError?
    if let wanted {
      do {
        size = try design.sampleSize(effect: wanted, power: options.power)
      } catch {
        // With a size asked about there is an answer all the same.
        guard detectable != nil, options.effect == nil else { throw error }
        refusal = error
      }
    }
    self.size = size
    self.refusal = refusal
    curve = try Self.curve(
      design, effect: options.effect ?? detectable?.effect ?? wanted ?? 0,
      around: Double(options.treated ?? size?.treated ?? 50))
  }

  private static func detectable(
    _ design: some PowerDesign, _ treated: Int, _ options: PlanCommand, _ worth: ProgramWorth
  ) throws(EvaluationError) -> DetectableEffect {
    try DetectableEffect(
      design, size: Double(treated), power: options.power, unit: options.unit, worth: worth)
  }

  /// Twelve sizes from a quarter to three times one.
  private static func curve(
    _ design: some PowerDesign, effect: Double, around size: Double
  ) throws(EvaluationError) -> PowerCurve {
    let least = design.sizeRange.lowerBound.rounded(.up) + 1
    var sizes: [Double] = []
    for quarter in 1...12 {
      let next = max(least, (size * Double(quarter) / 4).rounded(.up))
      if next > sizes.last ?? 0, next <= design.sizeRange.upperBound { sizes.append(next) }
    }
    return try PowerCurve(design, effect: effect, sizes: sizes)
  }

  // MARK: Words

  var finding: Finding {
    get throws {
      var screen = Screen()
      if let detectable { sentences(of: detectable).forEach { screen.say($0) } }
      if let size { screen.say("\(size).") }
      if let refusal { screen.say("\(refusal)") }
      screen.gap()
      screen.list(["design: \(design)", spread.source, worth.description])
      screen.show(
        [["treated \(design.unitName)", "power for \(figure(effect))"]]
          + curve.points.map { [formatted($0.size), formatted($0.power, decimals: 3)] })
      let finding = Finding(
        command: "plan", title: title, screen: screen, figures: PlanFigures(self),
        report: report, tables: [OutputFile("curve.csv", csv)])
      return finding
    }
  }

  private var effect: Double { curve.points[0].effect }

  /// The curve for a spreadsheet.
  private var csv: String {
    "size,effect,power\r\n"
      + curve.points.map { "\($0.size.printed),\($0.effect.printed),\($0.power.printed)\r\n" }
      .joined()
  }

  private func figure(_ effect: Double) -> String {
    "\(formatted(effect, significantDigits: 4)) \(excerpt(unit))"
  }

  private func sentences(of found: DetectableEffect) -> [String] {
    found.description.split(separator: "\n").map(String.init)
  }

  private var title: String {
    if let detectable {
      switch detectable.verdict {
      case .sufficient: return "This pilot can see an effect that pays for the programme"
      case .insufficient: return "This pilot is too small: a programme that pays may go unseen"
      case .unknown: return "This pilot can see an effect of \(figure(detectable.effect))"
      }
    }
    return size.map {
      "\(TextTable.grouped("\($0.total)")) \($0.unitName) see an effect of \(figure($0.effect))"
    } ?? "What this pilot can see"
  }

  private var report: [Report.Block] {
    var figures: [Report.KeyFigure] = []
    if let detectable {
      figures.append(
        .init(
          "smallest effect seen", figure(detectable.effect),
          note: "\(formatted(detectable.treated)) treated \(detectable.unitName)"))
      if let breakEven = detectable.breakEven {
        figures.append(.init("effect that pays", figure(breakEven), note: worth.description))
      }
    }
    if let size {
      figures.append(
        .init(
          "units needed", TextTable.grouped("\(size.total)"),
          note: "for \(figure(size.effect)), power \(formatted(size.attainedPower, decimals: 3))"))
    }
    var blocks: [Report.Block] = [.keyFigures(figures)]
    if let detectable { blocks += sentences(of: detectable).map { .paragraph($0) } }
    if let size { blocks.append(.paragraph("\(size).")) }
    if let refusal { blocks.append(.paragraph("\(refusal)")) }
    blocks.append(.list(["\(design)", spread.source, worth.description]))
    blocks.append(.heading("Power by size"))
    if let chart { blocks.append(.figure(.power(chart))) }
    blocks.append(
      .table(
        [["treated \(design.unitName)", "power"]]
          + curve.points.map { [formatted($0.size), formatted($0.power, decimals: 3)] },
        leftColumns: []))
    return blocks
  }

  private var chart: PowerChart? {
    try? PowerChart(
      curves: [
        .init(
          "effect \(figure(effect))",
          curve.points.map { try PowerChart.Point(x: $0.size, power: $0.power) })
      ], target: power, xTitle: "treated \(design.unitName)")
  }
}

/// The figures of a plan for machines.
private struct PlanFigures: Encodable {
  struct Detectable: Encodable {
    let effect: Double
    let unit: String
    let percent: Double?
    let money: Double?
    let break_even: Double?
    let power_at_break_even: Double?
    let verdict: String
    let treated: Double
    let control: Double
  }

  struct Size: Encodable {
    let effect: Double
    let exact: Double?
    let treated: Int
    let control: Int
    let attained_power: Double
  }

  struct Point: Encodable {
    let size: Double
    let effect: Double
    let power: Double
  }

  let design: String
  let source: String
  let power: Double
  let currency: String
  let detectable: Detectable?
  let size: Size?
  let refusal: String?
  let curve: [Point]

  init(_ plan: PilotPlan) {
    design = plan.design.description
    source = plan.spread.source
    power = plan.power
    currency = plan.worth.currency
    detectable = plan.detectable.map {
      Detectable(
        effect: $0.effect.printed, unit: $0.unit, percent: $0.percent?.printed,
        money: $0.money?.printed, break_even: $0.breakEven?.printed,
        power_at_break_even: $0.powerAtBreakEven?.printed, verdict: $0.verdict.rawValue,
        treated: $0.treated, control: $0.control)
    }
    size = plan.size.map {
      Size(
        effect: $0.effect.printed, exact: $0.exact?.printed, treated: $0.treated,
        control: $0.control, attained_power: $0.attainedPower.printed)
    }
    refusal = plan.refusal?.description
    curve = plan.curve.points.map {
      Point(size: $0.size.printed, effect: $0.effect.printed, power: $0.power.printed)
    }
  }
}
