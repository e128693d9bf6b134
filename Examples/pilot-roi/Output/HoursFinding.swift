import ProgramEvaluation

/// Hours saved as money, in words and for machines.
struct HoursFinding {
  let question: HoursQuestion

  init(_ question: HoursQuestion) { self.question = question }

  private struct Figures: Encodable {
    let people: Int
    let hours_per_week: String
    let loaded_hourly_cost: String
    let working_weeks: String
    let realised_share: String
    let currency: String
    let weekly_value: String
    let annual_value: String
    let program_cost: String?
    let net_benefit: String?
    let roi_ratio_net_over_cost: String?
    let bcr_gross_over_cost: String?
    let break_even_realised_share: String?
    let break_even_working_weeks: String?
  }

  // MARK: Figures

  private var saved: TimeSaved { question.saved }
  private var currency: Currency { saved.loadedHourlyCost.currency }
  private var cost: Money? { question.costs?.total }
  private var net: ExactRatio? { cost.map { saved.annualValue.exact - $0.exact } }

  private var roi: ExactRatio? { cost.flatMap { net?.divided(by: $0.exact) } }

  private var benefitCostRatio: ExactRatio? {
    cost.flatMap { saved.annualValue.exact.divided(by: $0.exact) }
  }

  /// Cost over the value at a share of 1, and over the realised value of one week.
  private var breakEvenShare: ExactRatio? {
    cost?.exact.divided(by: saved.weeklyValue.exact * ExactRatio(saved.workingWeeks))
  }

  private var breakEvenWeeks: ExactRatio? {
    cost?.exact.divided(by: saved.weeklyValue.exact * ExactRatio(saved.realisedShare))
  }

  /// Value less cost as posted, so that the lines foot.
  private var postedNet: Money? {
    get throws(EvaluationError) {
      guard let cost else { return nil }
      return try saved.annualValue.posted - cost
    }
  }

  var finding: Finding {
    get throws(EvaluationError) {
      let net = try postedNet
      let figures = Figures(
        people: saved.people, hours_per_week: saved.hoursPerWeek.description,
        loaded_hourly_cost: saved.loadedHourlyCost.amount,
        working_weeks: saved.workingWeeks.description,
        realised_share: saved.realisedShare.description, currency: currency.code,
        weekly_value: saved.weeklyValue.posted.amount,
        annual_value: saved.annualValue.posted.amount, program_cost: cost?.amount,
        net_benefit: net?.amount, roi_ratio_net_over_cost: roi?.description,
        bcr_gross_over_cost: benefitCostRatio?.description,
        break_even_realised_share: breakEvenShare?.description,
        break_even_working_weeks: breakEvenWeeks?.description)
      return Finding(
        command: "hours", title: title, screen: screen(net), figures: figures, report: report(net),
        checks: checks)
    }
  }

  // MARK: Words

  private var title: String {
    let value =
      "\(saved.people) people saving \(saved.hoursPerWeek) hours a week are worth \(saved.annualValue) a year of \(saved.workingWeeks) working weeks"
    guard cost != nil else { return value }
    return "\(value); ROI \(CaseTable.ratio(roi))"
  }

  private func rows(_ net: Money?) -> [[String]] {
    var rows = [
      ["", "figure"], ["people", "\(saved.people)"],
      ["x hours a week, each", "\(saved.hoursPerWeek)"],
      ["x cost of an hour, loaded", "\(saved.loadedHourlyCost)"],
      ["= value of one week", "\(saved.weeklyValue)"],
      ["x working weeks of a year", "\(saved.workingWeeks)"],
      ["x share realised", CaseTable.percent(ExactRatio(saved.realisedShare))],
      ["= value of a year", "\(saved.annualValue)"],
    ]
    if let cost, let net {
      rows += [
        ["- cost", "\(cost)"], ["= net benefit", "\(net)"],
        ["ROI (net / cost, undiscounted)", CaseTable.ratio(roi)],
        ["BCR (value / cost)", CaseTable.ratio(benefitCostRatio)],
      ]
    }
    return rows
  }

  private var sentences: [String] {
    var sentences = [
      "Each working week more or less moves the value by \(perWeek)."
    ]
    if let breakEvenShare, let breakEvenWeeks {
      sentences.append(
        "Break-even, each alone: a realised share of \(CaseTable.percent(breakEvenShare)), or \(CaseTable.number(breakEvenWeeks)) working weeks."
      )
    }
    return sentences
  }

  private var perWeek: String {
    let week = saved.weeklyValue.exact * ExactRatio(saved.realisedShare)
    return (try? MoneyFigure(week, in: currency)).map { "\($0)" } ?? "more than money can hold"
  }

  private func screen(_ net: Money?) -> Screen {
    var screen = Screen()
    screen.show(rows(net))
    for sentence in sentences { screen.say(sentence) }
    return screen
  }

  private func report(_ net: Money?) -> [Report.Block] {
    sentences.map { .paragraph($0) } + [
      .heading("The chain"), .table(rows(net), leftColumns: [0]),
    ]
  }

  private var checks: [Check] {
    var checks = [
      Check(
        "measured hours", verdict: .inconclusive,
        sentence: "The hours are stated, not measured: the figure has no interval."),
      Check(
        "attribution", verdict: .inconclusive,
        sentence:
          "The whole saving is counted: no share of it is credited to the programme yet. A plan with the design declared does that."
      ),
    ]
    if saved.realisedShare == 1 {
      checks.append(
        Check(
          "realised share", figure: 1, verdict: .inconclusive,
          sentence: "All of the saved time is taken to become productive; that is rarely so."))
    }
    if let costs = question.costs {
      checks.append(costs.check)
      if costs.total.isZero {
        checks.append(
          Check(
            "cost", verdict: .inconclusive,
            sentence: "The programme is said to cost nothing: ROI and BCR are undefined."))
      }
    }
    return checks
  }
}
