import Fairness
import Statistics
import TestSupport

/// What the library answers to a case of `fairness`, by its suite.
struct FairnessAnswers {
  let input: JSONValue
  let expected: JSONValue

  /// The answer, or nil for a suite that is not handled.
  func answer(_ suite: String) throws -> JSONValue? {
    switch suite {
    case "rates_two_groups": return try rates()
    case "threshold_tests": return try thresholds()
    case "audit_power": return try power()
    case "verdict_policy": return try policy()
    case "small_cell_disclosure": return try disclosure()
    case "stratified_mantel_haenszel": return try strata()
    case "sequential_monitoring": return try weeks()
    case "association_and_multiplicity": return try multiplicity()
    default: return nil
    }
  }

  // MARK: Inputs

  func number(_ name: String) throws -> Double {
    guard let value = input[name].double else { throw ReferenceFailure("no number \(name)") }
    return value
  }

  func count(_ name: String) throws -> Int {
    guard let value = input[name].int else { throw ReferenceFailure("no count \(name)") }
    return value
  }

  func share(_ name: String) throws -> ExactShare { try ExactShare(number(name)) }

  private func comparison() throws -> ProportionComparison {
    try ProportionComparison(
      treated: Proportion(successes: count("x1"), trials: count("n1")),
      control: Proportion(successes: count("x2"), trials: count("n2")), design: .declared)
  }

  /// Both limits, an unbounded one as infinity; null without an interval.
  private func limits(_ interval: Interval?) -> JSONValue {
    guard let interval else { return .null }
    return [.number(interval.lower ?? -.infinity), .number(interval.upper ?? .infinity)]
  }

  // MARK: Two groups

  private func rates() throws -> JSONValue {
    let table = try comparison()
    let level = 1 - (try number("alpha"))
    let (one, two) = (table.treated, table.control)
    let odds = table.oddsRatioInterval(level: level)
    // Infinity, where a successful and a failed count stand against none.
    func orInfinity(_ value: Double?, _ isInfinite: Bool) -> JSONValue {
      isInfinite ? .number(.infinity) : .init(value)
    }
    var answer: [String: JSONValue] = [
      "p1": .init(one.rate), "p2": .init(two.rate), "diff": .init(table.difference),
      "ratio": .init(table.ratio),
      "odds_ratio": orInfinity(
        table.oddsRatio, one.successes * two.failures > 0 && two.successes * one.failures == 0),
      "below_four_fifths": table.isBelowFourFifths.map(JSONValue.bool) ?? .null,
      "shortfall": .init(table.shortfall),
      "shortfall_to_reference": .init(table.shortfallToReference),
      "flip_one": .bool(table.oneSelectionReverses), "phi": .init(table.phi),
      "chisq_yates": .init(table.yatesStatistic),
    ]
    let (pooled, unpooled) = (table.zTest(), table.zTest(pooled: false))
    answer["z_pooled"] = .init(pooled?.statistic)
    answer["p_z_pooled"] = .init(pooled?.pValue)
    answer["z_unpooled"] = .init(unpooled?.statistic)
    answer["p_z_unpooled"] = .init(unpooled?.pValue)
    answer["fisher_two"] = .init(table.fisher.pValue)
    answer["fisher_less"] = .init(table.fisher.pValueFewer)
    answer["fisher_greater"] = .init(table.fisher.pValueMore)
    answer["fisher_mid_two"] = .init(table.fisher.midPValue)
    for (name, group) in [("1", one), ("2", two)] {
      answer["wilson" + name] = limits(group.interval(level: level))
      answer["clopper_pearson" + name] = limits(
        group.interval(level: level, method: .clopperPearson))
    }
    for (name, method) in [
      ("wald", ProportionComparison.DifferenceMethod.wald), ("agresti_caffo", .agrestiCaffo),
      ("newcombe", .newcombe), ("mn", .miettinenNurminen), ("mee", .mee),
    ] {
      answer["diff_" + name] = limits(table.differenceInterval(level: level, method: method))
    }
    for (name, method) in [
      ("katz", ProportionComparison.RatioMethod.katz), ("walter", .walter),
      ("mn", .miettinenNurminen), ("koopman", .koopman),
    ] {
      answer["ratio_" + name] = limits(table.ratioInterval(level: level, method: method))
    }
    answer["or_woolf"] = limits(table.oddsRatioInterval(level: level, method: .woolf))
    answer["or_gart"] = limits(table.oddsRatioInterval(level: level, method: .gart))
    answer["or_exact_ci"] = limits(odds)
    answer["or_conditional_mle"] = orInfinity(
      table.conditionalOddsRatio, odds?.upper == nil && odds?.lower ?? 0 > 0)
    return .object(answer)
  }

  private func thresholds() throws -> JSONValue {
    let table = try comparison()
    let (alpha, margin) = (try number("alpha"), try number("diff_margin"))
    let floor = try share("ratio_threshold")
    let ratio = table.scoreTest(ratio: floor.value)
    let interval = table.ratioInterval(level: 1 - alpha)
    let difference = table.differenceInterval(level: 1 - alpha, method: .miettinenNurminen)
    let below = table.scoreTest(difference: -margin)
    let above = table.scoreTest(difference: margin)
    func verdict(_ band: AcceptableBand, _ interval: Interval?) -> JSONValue {
      .init(interval.map { band.verdict(of: $0).rawValue })
    }
    return [
      "ratio_z": .init(ratio?.statistic), "ratio_p_above": .init(ratio?.pValueAbove),
      "ratio_p_below": .init(ratio?.pValueBelow), "ratio_ci": limits(interval),
      "verdict_floor": verdict(.ratio(floor: floor, twoSided: false), interval),
      "verdict_band": verdict(.ratio(floor: floor, twoSided: true), interval),
      "diff_z_lower": .init(below?.statistic), "diff_z_upper": .init(above?.statistic),
      "tost_p": .init(
        below.flatMap { low in above.map { max(low.pValueAbove, $0.pValueBelow) } }),
      "diff_ci_1m2a": limits(
        table.differenceInterval(level: 1 - 2 * alpha, method: .miettinenNurminen)),
      "diff_ci": limits(difference),
      "verdict_diff": verdict(try .difference(margin: margin), difference),
    ]
  }

  // MARK: Power

  private func power() throws -> JSONValue {
    let floor = try share("threshold")
    let level = 1 - (try number("alpha"))
    if !expected["fm_n"].isNull {
      let (first, second) = (try number("p1"), try number("p2"))
      let size = try AuditPower.neededSize(
        focalRate: first, referenceRate: second, floor: floor, level: level,
        power: number("power"))
      var answer: [String: JSONValue] = ["fm_n": .number(Double(size))]
      if !expected["p_pass_at_fm_n"].isNull {
        answer["p_pass_at_fm_n"] = .init(
          try AuditPower(focalSize: size, referenceSize: size, floor: floor, level: level)
            .chances(focalRate: first, referenceRate: second).pass)
      }
      return .object(answer)
    }
    let audit = try AuditPower(
      focalSize: count("n1"), referenceSize: count("n2"), floor: floor, level: level)
    if input["p1"].isNull {
      return [
        "max_detectable_ratio": .init(
          try audit.largestDetectableRatio(referenceRate: number("p2"), power: number("power")))
      ]
    }
    let (first, second) = (try number("p1"), try number("p2"))
    let chances = try audit.chances(focalRate: first, referenceRate: second)
    return [
      "p_pass": .init(chances.pass), "p_fail": .init(chances.fail),
      "p_inconclusive": .init(chances.inconclusive), "naive_fail": .init(chances.ratioBelowFloor),
      "ns_pass": .init(
        try audit.chanceOfNoSignificance(focalRate: first, referenceRate: second)),
    ]
  }

  // MARK: Multiplicity

  private func multiplicity() throws -> JSONValue {
    func adjusted(_ pValues: [Double]) throws -> [String: JSONValue] {
      var answer: [String: JSONValue] = [:]
      for (name, method) in [
        ("bonferroni", PValueAdjustment.bonferroni), ("holm", .holm), ("hochberg", .hochberg),
        ("bh", .benjaminiHochberg), ("by", .benjaminiYekutieli),
      ] { answer[name] = .init(try method.adjusted(pValues)) }
      return answer
    }
    if let pValues = input["p"].array?.compactMap(\.double) {
      return .object(try adjusted(pValues))
    }
    guard let labels = input["row_labels"].array?.compactMap(\.string),
      let table = input["table"].array?.map({ $0.array?.compactMap(\.int) ?? [] }),
      labels.count == table.count, table.allSatisfy({ $0.count == 2 })
    else { throw UnsupportedOption(name: "categories") }
    let groups = try table.map { try Proportion(successes: $0[1], trials: $0[0] + $0[1]) }
    let largest = groups.indices.max { (groups[$0].trials, -$0) < (groups[$1].trials, -$1) } ?? 0
    let others = groups.indices.filter { $0 != largest }
    let pValues = others.map { FisherExactTest(groups[$0], groups[largest]).pValue }
    var answer = try adjusted(pValues)
    answer["p"] = .init(pValues)
    answer["reference"] = .string(labels[largest])
    answer["groups"] = .array(others.map { .string(labels[$0]) })
    return ["pairwise": .object(answer)]
  }
}
