import Statistics

/// Which waves are estimated, whom each is compared with, and which cells there are.
struct RolloutPlan {
  /// A wave that is used.
  struct Wave {
    /// Its place among the panel's waves.
    let place: Int
    /// The index of its first period under treatment, beyond the last for later ones; nil for never.
    let start: Int?
    let count: Int
  }

  /// One comparison: a wave's change from a base period, less that of its comparison group.
  struct Cell {
    /// The place of the wave among ``waves``.
    let wave: Int
    let start: Int
    let time: Int
    let base: Int
    /// Whether the wave is under treatment at the time.
    var isPost: Bool { time >= start }
    var isBase: Bool { time == base }
    var eventTime: Int { time - start }
  }

  /// The waves used, ascending by start; never last.
  let waves: [Wave]
  /// How many periods are used, from the first on.
  let size: Int
  let comparison: ComparisonGroup
  let anticipation: Int
  let base: BasePeriod
  /// Units left out because they start in the first period or before any base.
  let alwaysTreated: Int
  /// The wave whose start ends the periods used, because nobody is never treated.
  let lastWave: Wave?
  let cells: [Cell]

  var unitCount: Int { waves.reduce(0) { $0 + $1.count } }

  /// - Throws: `tooFew` without a wave to estimate, a comparison group or two periods;
  ///   `invalidArgument` for an anticipation outside 0 to 1,000.
  init(
    _ panel: CohortPanelMoments, comparison: ComparisonGroup, base: BasePeriod, anticipation: Int
  ) throws(EvaluationError) {
    guard (0...1000).contains(anticipation) else {
      throw .invalidArgument(
        name: "the periods of anticipation", needed: "between 0 and 1000", found: "\(anticipation)")
    }
    let total = panel.periods.count
    var kept: [Wave] = []
    var always = 0
    for (place, wave) in panel.waves.enumerated() {
      let index = panel.startIndex(wave.start)
      if let index, index - anticipation <= 0 {
        always += wave.count
      } else {
        let isNever = index.map { $0 > total - 1 + anticipation } ?? true
        kept.append(Wave(place: place, start: isNever ? nil : index, count: wave.count))
      }
    }
    let latest = kept.last { $0.start != nil }
    guard let latest, let latestStart = latest.start else {
      throw .tooFew(
        what:
          "units that start after the first period\(anticipation > 0 ? " and its anticipation" : "")",
        needed: 1, found: 0)
    }
    var estimated = kept.filter { $0.start != nil }
    let hasNever = kept.contains { $0.start == nil }
    if hasNever {
      size = total
      lastWave = nil
      self.comparison = comparison
    } else {
      // Nobody is left to compare with once the last wave starts.
      size = min(total, latestStart - anticipation)
      lastWave = latest
      self.comparison = .notYetTreated
      estimated = estimated.filter { $0.place != latest.place }
      guard !estimated.isEmpty else {
        throw .tooFew(
          what:
            "waves, as nobody is never treated: a later wave is the comparison of an earlier one",
          needed: 2, found: 1)
      }
    }
    guard size >= 2 else {
      throw .tooFew(
        what: "periods before the last wave starts, as nobody is never treated", needed: 2,
        found: size)
    }
    waves = kept
    alwaysTreated = always
    self.anticipation = anticipation
    self.base = base
    var cells: [Cell] = []
    for (position, wave) in kept.enumerated() {
      guard let start = wave.start, estimated.contains(where: { $0.place == wave.place }) else {
        continue
      }
      let last = start - anticipation - 1
      for time in 0..<size {
        let isEarly = base == .varying && time < start - anticipation
        if isEarly, time == 0 { continue }
        cells.append(
          Cell(wave: position, start: start, time: time, base: isEarly ? time - 1 : last))
      }
    }
    guard cells.contains(where: \.isPost) else {
      throw .tooFew(
        what: "periods under treatment that have a comparison", needed: 1, found: 0)
    }
    self.cells = cells
  }

  /// The places among ``waves`` of those that a cell's wave is compared with.
  func controls(of cell: Cell) -> [Int] {
    let border = max(cell.time, cell.base) + anticipation
    return waves.indices.filter { place in
      guard let start = waves[place].start else { return true }
      return comparison == .notYetTreated && place != cell.wave && start > border
    }
  }
}

extension CohortPanelMoments {
  /// The index of the first period under treatment: 0 or below for units treated from the first
  /// period on, beyond the last for later ones; nil for never.
  func startIndex(_ start: Int?) -> Int? {
    guard let start else { return nil }
    guard start > periods[0].ordinal else { return 0 }
    let (distance, overflow) = start.subtractingReportingOverflow(periods[0].ordinal)
    guard !overflow, distance / step < 1 << 20 else { return 1 << 20 }
    return (distance + step - 1) / step
  }
}
