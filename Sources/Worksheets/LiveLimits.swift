import Statistics

/// The kinds of uncertainty whose limits a sheet works out by itself.
enum LiveLimits {
  case normal
  case t
  /// Counted events: the rate that is better the higher it is, and the one that is better the lower.
  case rates(good: String, bad: String)
  /// People among people, likewise.
  case proportions(good: String, bad: String)

  /// The key of the improvement per unit of the data.
  static let improvement = "own_improvement"

  /// nil for an uncertainty that only the library works out.
  init?(_ uncertainty: Uncertainty, direction: Estimate.Direction) {
    switch uncertainty {
    case .normal: self = .normal
    case .t: self = .t
    case .poissonRates(_, _, let factor):
      // The effect is treated minus control, times the factor; an improvement where higher is better.
      let isTreatedGood = (direction == .higherIsBetter) == (factor >= 0)
      self =
        isTreatedGood
        ? .rates(good: "pilot", bad: "baseline") : .rates(good: "baseline", bad: "pilot")
    case .proportions(_, _, let factor):
      let isTreatedGood = (direction == .higherIsBetter) == (factor >= 0)
      self =
        isTreatedGood
        ? .proportions(good: "pilot", bad: "baseline")
        : .proportions(good: "baseline", bad: "pilot")
    default: return nil
    }
  }
}

extension WorkbookBuilder {
  // MARK: One limit

  /// Adds the rows that a limit of the improvement needs, and gives its formula with its words.
  mutating func addLimit(
    _ limits: LiveLimits, _ prefix: String, tail: CellFormula, isLower: Bool
  ) -> (words: String, formula: CellFormula) {
    let improvement = cell(LiveLimits.improvement)
    let sign = isLower ? "-" : "+"
    let reach: CellFormula
    let words: String
    switch limits {
    case .normal, .t:
      reach = quantile(limits, prefix, tail: tail) * cell("standard_error")
      words = "improvement \(sign) quantile x standard error"
    case .rates(let good, let bad):
      let factor = CellFormula.function(.abs, [cell("stated_exposure")])
      reach = distance(prefix, good: good, bad: bad, tail: tail, isLower: isLower) * factor
      words = "improvement \(sign) distance x person-time that it is stated for"
    case .proportions(let good, let bad):
      _ = quantile(limits, prefix, tail: tail)
      reach = distance(prefix, good: good, bad: bad, tail: tail, isLower: isLower) * statedCount
      words = "improvement \(sign) distance x number that it is stated for"
    }
    return (words, isLower ? improvement - reach : improvement + reach)
  }

  /// The quantile of the reference, in standard errors; both limits of an interval share it.
  private mutating func quantile(
    _ limits: LiveLimits, _ prefix: String, tail: CellFormula
  ) -> CellFormula {
    let key = "\(prefix)_quantile"
    if places[key] != nil { return cell(key) }
    let unit = "standard errors"
    guard case .t = limits else {
      return row(
        key, "Normal quantile", "minus NORMSINV of the tail", unit: unit,
        -.function(.inverseNormal, [tail]))
    }
    let (freedom, two) = (cell("degrees_of_freedom"), cell("two"))
    let both = row(
      "\(prefix)_two_tails", "Probability beyond the quantile on both sides",
      "1 - |1 - tail - tail|",
      unit: "probability", 1 - .function(.abs, [1 - tail - tail]))
    let share = row(
      "\(prefix)_beta", "t squared over (t squared + degrees of freedom)",
      "BETAINV of 1 - both tails, with 1 / two and degrees of freedom / two", unit: "share",
      .function(.inverseBeta, [1 - both, 1 / two, freedom / two]))
    return row(
      key, "t quantile",
      "TINV of both tails; for degrees of freedom that are not whole, which TINV cuts, the root of "
        + "degrees of freedom x share / (1 - share)", unit: unit,
      .function(.sign, [1 - tail - tail])
        * .choose(
          .operation(.equals, freedom, .function(.integer, [freedom])),
          .function(.inverseT, [both, freedom]),
          else: .function(.squareRoot, [freedom * share / (1 - share)])))
  }

  // MARK: Counts

  /// The distance from the improvement to its limit, by MOVER: each rate goes to its own limit.
  private mutating func distance(
    _ prefix: String, good: String, bad: String, tail: CellFormula, isLower: Bool
  ) -> CellFormula {
    let first = addRateLimit(prefix, good, tail: tail, isLower: isLower)
    let second = addRateLimit(prefix, bad, tail: tail, isLower: !isLower)
    let (own, other) =
      isLower
      ? (rate(good) - first, second - rate(bad)) : (first - rate(good), rate(bad) - second)
    let side = isLower ? "below" : "above"
    return joined("\(prefix)_\(side)", side, own, other)
  }

  /// The root of the sum of two squares, each with its sign.
  mutating func joined(
    _ key: String, _ side: String, _ first: CellFormula, _ second: CellFormula
  ) -> CellFormula {
    let own = row(
      "\(key)_first", "Distance of the first to its own limit", "as the lines above give it",
      unit: "rate", first)
    let other = row(
      "\(key)_second", "Distance of the second to its own limit", "as the lines above give it",
      unit: "rate", second)
    let squares = row(
      "\(key)_squares", "Sum of the squares of both distances", "each square with its sign",
      unit: "rate squared", own * .function(.abs, [own]) + other * .function(.abs, [other]))
    return row(
      key, "Distance \(side) the improvement (MOVER)", "the root of that sum, with its sign",
      unit: "rate",
      .function(.sign, [squares]) * .function(.squareRoot, [.function(.abs, [squares])]))
  }

  /// Wilson's limit of a proportion.
  private mutating func addProportionLimit(
    _ prefix: String, _ name: String, isLower: Bool
  ) -> CellFormula {
    let (count, trials, two) = (cell("\(name)_count"), cell("\(name)_trials"), cell("two"))
    let z = cell("\(prefix)_quantile")
    let who = name == "pilot" ? "in the pilot" : "before or without"
    let reach =
      z
      * .function(
        .squareRoot, [count * (trials - count) / trials + z * z / (two * two)])
    let centre = count + z * z / two
    let limit = (isLower ? centre - reach : centre + reach) / (trials + z * z)
    let sign = isLower ? "-" : "+"
    return row(
      "\(prefix)_\(name)_\(isLower ? "lower" : "upper")",
      "\(isLower ? "Lower" : "Upper") limit of the share \(who) (Wilson)",
      "(count + z² / two \(sign) z x root of (count x (people - count) / people + z² / (two x two))) / "
        + "(people + z²); \(isLower ? "0 where none was counted" : "1 where all were")",
      unit: "share",
      .choose(
        .operation(.equals, count, isLower ? 0 : trials), isLower ? 0 : 1, else: limit))
  }

  /// Garwood's limit of a rate.
  private mutating func addRateLimit(
    _ prefix: String, _ name: String, tail: CellFormula, isLower: Bool
  ) -> CellFormula {
    if places["\(name)_trials"] != nil {
      return addProportionLimit(prefix, name, isLower: isLower)
    }
    let (count, two) = (cell("\(name)_count"), cell("two"))
    let exposure = cell("\(name)_exposure")
    let who = name == "pilot" ? "in the pilot" : "before or without"
    if isLower {
      return row(
        "\(prefix)_\(name)_lower", "Lower limit of the rate \(who) (Garwood)",
        "CHIINV of 1 - tail with two x events, / two / person-time; 0 without an event",
        unit: "rate",
        .choose(
          .operation(.equals, count, 0), 0,
          else: .function(.inverseChiSquared, [1 - tail, two * count]) / two) / exposure)
    }
    return row(
      "\(prefix)_\(name)_upper", "Upper limit of the rate \(who) (Garwood)",
      "CHIINV of the tail with two x (events + 1), / two / person-time", unit: "rate",
      .function(.inverseChiSquared, [tail, two * (count + 1)]) / two / exposure)
  }

  // MARK: Probabilities

  /// The confidence that the improvement exceeds what is needed; nil where it can only be searched for.
  mutating func addProbability(
    _ limits: LiveLimits, _ key: String, needed: CellFormula
  ) -> (words: String, formula: CellFormula)? {
    let error = cell("standard_error")
    let distance = (cell(LiveLimits.improvement) - needed) / error
    func guarded(_ formula: CellFormula) -> CellFormula {
      .choose(
        .operation(.equals, error, 0),
        .choose(.operation(.below, needed, cell(LiveLimits.improvement)), 1, else: 0),
        else: formula)
    }
    let words = "(improvement - improvement needed) / standard error"
    switch limits {
    case .normal:
      return ("NORMSDIST of \(words)", guarded(.function(.normal, [distance])))
    case .t:
      let (freedom, two) = (cell("degrees_of_freedom"), cell("two"))
      let t = row(
        "\(key)_distance", "Distance to what is needed", words, unit: "standard errors", distance)
      let tail = row(
        "\(key)_tail", "Probability beyond that distance",
        "BETADIST of degrees of freedom / (degrees of freedom + its square), / two",
        unit: "probability",
        .function(.beta, [freedom / (freedom + t * t), freedom / two, 1 / two]) / two)
      return (
        "1 - that probability, or itself below the improvement needed",
        guarded(.choose(.operation(.below, t, 0), tail, else: 1 - tail))
      )
    case .rates, .proportions: return nil
    }
  }
}
