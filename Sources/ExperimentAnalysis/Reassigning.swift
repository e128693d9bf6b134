import Distributions
import Statistics

/// The assignments that chance could have made instead, and the threshold of each.
///
/// The smaller arm is drawn from everyone; everyone's outcome is taken from the mean of all, so that
/// sums stay small. With the sum over the arm as it was and as it might be, and the number of people
/// exchanged, the threshold is the difference of the sums over that number.
struct Reassigning: Sendable {
  let arms: Arms
  /// The mean of the treated minus the mean of the controls.
  let difference: Double
  /// The smaller arm first.
  private let values: [Double]
  private let chosenCount: Int
  private let chosenSum: Double
  /// 1 when the smaller arm is the treated one, else -1.
  private let sign: Double
  /// Sums that differ by less are equal.
  private let slack: Double

  init(treated: [Double], control: [Double]) throws(EvaluationError) {
    arms = Arms(
      treated: try Moments(treated, column: "treated outcomes"),
      control: try Moments(control, column: "control outcomes"))
    for (arm, moments) in [("treated", arms.treated), ("control", arms.control)] {
      guard moments.count >= 2 else {
        throw .tooFew(what: "\(arm) rows", needed: 2, found: moments.count)
      }
    }
    guard let first = arms.treated.mean, let second = arms.control.mean,
      let centre = try Moments(treated + control, column: "outcomes").mean
    else {
      throw .overflow(what: "a mean", needed: "finite moments", found: "infinity")
    }
    guard (treated + control).contains(where: { $0 != treated[0] }) else {
      throw .constantColumn(
        column: "outcome", rows: treated.count + control.count, found: formatted(treated[0]))
    }
    difference = first - second
    let isTreatedSmaller = treated.count <= control.count
    let smaller = isTreatedSmaller ? treated : control
    values = (smaller + (isTreatedSmaller ? control : treated)).map { $0 - centre }
    chosenCount = smaller.count
    chosenSum = values[..<smaller.count].reduce(0, +)
    sign = isTreatedSmaller ? 1 : -1
    slack = 1e-12 * values.reduce(0) { $0 + abs($1) }
  }

  // MARK: Amount

  /// The choices of the smaller arm, where they are few enough to enumerate.
  private func arrangements(_ method: PermutationMethod) -> Arrangements? {
    Arrangements(
      sizes: [chosenCount, values.count - chosenCount], limit: method.enumerationLimit)
  }

  func isEnumerated(_ method: PermutationMethod) -> Bool { arrangements(method) != nil }

  /// The assignments that the method looks at, in portions.
  func portions(_ method: PermutationMethod) -> Portions {
    Portions(
      "the permutation test", total: arrangements(method)?.count ?? method.draws,
      cost: values.count, most: 2000)
  }

  // MARK: Thresholds

  /// The thresholds of some assignments by number; NaN where nobody is exchanged.
  func thresholds(_ part: Range<Int>, _ method: PermutationMethod) -> [Double] {
    guard let all = arrangements(method) else { return drawn(part, seed: method.seed) }
    return enumerated(part, of: all)
  }

  /// The threshold of an arm with a sum, `kept` of whose people are its own.
  private func threshold(sum: Double, kept: Int) -> Double {
    guard kept < chosenCount else { return .nan }
    let change = chosenSum - sum
    return abs(change) <= slack ? 0 : sign * change / Double(chosenCount - kept)
  }

  /// Assignments in lexicographic order, from the one with a number on.
  private func enumerated(_ part: Range<Int>, of all: Arrangements) -> [Double] {
    let first = all[part.lowerBound]
    var places = first.indices.filter { first[$0] == 0 }
    var result: [Double] = []
    result.reserveCapacity(part.count)
    // Sums over the first places, so that a step that changes the last ones adds these alone.
    var sums = [Double](repeating: 0, count: chosenCount + 1)
    var kept = [Int](repeating: 0, count: chosenCount + 1)
    var changed = 0
    for _ in part {
      for place in changed..<chosenCount {
        sums[place + 1] = sums[place] + values[places[place]]
        kept[place + 1] = kept[place] + (places[place] < chosenCount ? 1 : 0)
      }
      result.append(threshold(sum: sums[chosenCount], kept: kept[chosenCount]))
      var last = chosenCount - 1
      while last >= 0, places[last] == values.count - chosenCount + last { last -= 1 }
      guard last >= 0 else { break }
      places[last] += 1
      for place in (last + 1)..<max(last + 1, chosenCount) { places[place] = places[place - 1] + 1 }
      changed = last
    }
    return result
  }

  /// Random assignments, each from its own stream: the first steps of a shuffle, undone after.
  private func drawn(_ part: Range<Int>, seed: UInt64) -> [Double] {
    var order = Array(values.indices)
    var partners = [Int](repeating: 0, count: chosenCount)
    return part.map { number in
      var generator = Philox(seed: seed, stream: UInt64(number))
      var sum = 0.0
      var kept = 0
      for place in 0..<chosenCount {
        let partner = place + generator.integer(below: values.count - place)
        order.swapAt(place, partner)
        partners[place] = partner
        sum += values[order[place]]
        if order[place] < chosenCount { kept += 1 }
      }
      for place in (0..<chosenCount).reversed() { order.swapAt(place, partners[place]) }
      return threshold(sum: sum, kept: kept)
    }
  }
}
