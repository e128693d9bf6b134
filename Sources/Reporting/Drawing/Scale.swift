import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// From figures to places along an axis whose ticks are round numbers that enclose the data.
struct Scale {
  /// How figures are spread.
  enum Spread: String, Sendable, Hashable, Codable, CaseIterable {
    case linear, logarithmic
  }

  let spread: Spread
  /// The places of the first and the last tick.
  let range: (start: Double, end: Double)
  /// Round numbers in order; the first and last enclose the data, unless the scale is tight.
  let ticks: [Double]
  /// What the labels are: figures, or percentages of 1.
  let isPercent: Bool

  /// The smallest and largest figure on the axis.
  let domain: (low: Double, high: Double)

  /// Spreads figures over a range of places.
  ///
  /// - Parameters:
  ///   - values: the figures that must have a place: finite, within 1e300, and above 0 where the
  ///     spread is logarithmic.
  ///   - range: the places of the axis' ends.
  ///   - spread: linear or logarithmic.
  ///   - isPercent: whether labels are percentages.
  ///   - isTight: whether the axis ends with the data rather than with a tick, as for times.
  ///   - most: how many ticks there may be; fewer are made where labels would touch.
  init(
    _ values: [Double], over range: (start: Double, end: Double), spread: Spread = .linear,
    isPercent: Bool = false, isTight: Bool = false, most: Int = 6
  ) {
    self.spread = spread
    self.range = range
    self.isPercent = isPercent
    let (low, high) = Self.extent(values, spread)
    var ticks = [low, high]
    for count in stride(from: max(2, most), through: 2, by: -1) {
      ticks =
        spread == .logarithmic
        ? Self.logarithmicTicks(low, high, about: count) : Self.linearTicks(low, high, about: count)
      let words = AxisNumbers(ticks, isPercent: isPercent)
      let needed = ticks.reduce(0.0) { sum, tick in
        sum + TextFit.width(words.label(tick), size: Drawing.Size.small.rawValue) + 10
      }
      // A vertical axis runs upwards, and its labels do not meet.
      if range.end < range.start || needed <= range.end - range.start { break }
    }
    let (first, last) = (ticks.first ?? low, ticks.last ?? high)
    self.ticks = isTight ? ticks.filter { $0 >= low && $0 <= high } : ticks
    domain = isTight ? (low, high) : (first, last)
  }

  /// The figures' range, widened where they are all alike.
  private static func extent(_ values: [Double], _ spread: Spread) -> (low: Double, high: Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    if spread == .logarithmic { return low < high ? (low, high) : (low / 1.5, high * 1.5) }
    let size = max(abs(low), abs(high))
    guard size > 1e-290 else { return (0, 1) }
    guard high - low <= size * 1e-9 else { return (low, high) }
    return (low - size * 0.5, high + size * 0.5)
  }

  /// Multiples of 1, 2, 2.5 or 5 times a power of ten.
  private static func linearTicks(_ low: Double, _ high: Double, about count: Int) -> [Double] {
    let rough = high / Double(count) - low / Double(count)
    let power = floor(log10(rough))
    let step = [1, 2, 2.5, 5, 10].first { $0 * pow(10, power) >= rough * 0.9999 } ?? 10
    // Ten to a negative power is no exact number, but its inverse is.
    func multiple(_ index: Double) -> Double {
      power < 0 && power > -300 ? index * step / pow(10, -power) : index * step * pow(10, power)
    }
    let first = floor(low / multiple(1) + 1e-9)
    let last = ceil(high / multiple(1) - 1e-9)
    let number = min(64, max(1, Int(min(64, last - first))))
    return (0...number).map { multiple(first + Double($0)) }
  }

  /// Within one power of ten linear ticks, over more of them 1, 2, 5 or the powers alone.
  private static func logarithmicTicks(
    _ low: Double, _ high: Double, about count: Int
  ) -> [Double] {
    if high / low < 10 {
      let ticks = linearTicks(low, high, about: count)
      if ticks.allSatisfy({ $0 > 0 }) { return ticks }
    }
    let first = floor(log10(low) + 1e-9)
    let last = ceil(log10(high) - 1e-9)
    let digits: [Double] = last - first <= 2 && count > 4 ? [1, 2, 5] : [1]
    let step = max(1, ceil((last - first) / Double(count)))
    var ticks: [Double] = []
    for power in stride(from: first, through: last + step - 1, by: step) {
      for digit in digits {
        ticks.append(power < 0 ? digit / pow(10, -power) : digit * pow(10, power))
      }
    }
    let start = ticks.lastIndex { $0 <= low * (1 + 1e-9) } ?? 0
    let end = ticks.firstIndex { $0 >= high * (1 - 1e-9) } ?? ticks.count - 1
    return Array(ticks[start...max(start, end)])
  }

  // MARK: Places

  /// The place of a figure; one beyond the ends stands at the end.
  func position(_ value: Double) -> Double {
    let share: Double
    switch spread {
    case .linear:
      // Halves, so that the span of the largest figures stays finite.
      share = (value / 2 - domain.low / 2) / (domain.high / 2 - domain.low / 2)
    case .logarithmic:
      share = (log10(value) - log10(domain.low)) / (log10(domain.high) - log10(domain.low))
    }
    return range.start + min(max(share, 0), 1) * (range.end - range.start)
  }

  /// Whether a figure lies on the axis.
  func contains(_ value: Double) -> Bool { value >= domain.low && value <= domain.high }
}

/// The labels of an axis: the same number of decimals on each, and large ones in thousands or more.
struct AxisNumbers {
  /// What the figures were divided by, such as `million`; empty for 1.
  let word: String
  private let divisor: Double
  private let decimals: Int
  private let isPercent: Bool

  init(_ ticks: [Double], isPercent: Bool = false) {
    let largest = ticks.map(abs).max() ?? 0
    let steps: [(limit: Double, divisor: Double, word: String)] = [
      (1e15, 1, ""), (2e12, 1e12, "trillion"), (2e9, 1e9, "billion"), (2e6, 1e6, "million"),
      (1e5, 1e3, "thousand"),
    ]
    let step = isPercent ? nil : steps.first { largest >= $0.limit }
    self.isPercent = isPercent
    divisor = isPercent ? 0.01 : step?.divisor ?? 1
    word = step?.word ?? ""
    let scaled = ticks.map { $0 / (isPercent ? 0.01 : step?.divisor ?? 1) }
    decimals =
      scaled.map { tick in
        let text = formatted(tick, significantDigits: 9)
        return text.contains("e") ? .max : text.split(separator: ".").dropFirst().first?.count ?? 0
      }.max() ?? 0
  }

  /// The label of a tick.
  func label(_ tick: Double) -> String {
    let scaled = tick / divisor
    let text =
      decimals > 6 || abs(scaled) >= 1e15
      ? formatted(scaled, significantDigits: 4) : formatted(scaled, decimals: decimals)
    return TextTable.grouped(text) + (isPercent ? " %" : "")
  }

  /// The axis' title with the word that its figures are in.
  func title(_ title: String) -> String {
    word.isEmpty ? title : title.isEmpty ? "in \(word)s" : "\(title), in \(word)s"
  }
}

/// A figure where there is room for eight characters: a longer one in thousands (k), millions (M) or
/// more.
func shortened(_ value: Double) -> String {
  let text = charted(value)
  let steps: [(size: Double, letter: String)] = [
    (1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"),
  ]
  guard text.utf8.count > 8, let step = steps.first(where: { abs(value) >= $0.size }) else {
    return text
  }
  return charted(value / step.size) + step.letter
}

/// A figure beside a mark: four significant digits, and every digit before the point.
func charted(_ value: Double) -> String {
  let text =
    abs(value) >= 1000 && abs(value) < 1e15
    ? formatted(value, decimals: 0) : formatted(value, significantDigits: 4)
  return TextTable.grouped(text)
}
