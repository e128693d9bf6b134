public import Statistics

/// All that a staggered rollout needs of a panel: for each wave of starters the number of units, the
/// mean of each period, and how the changes since the first period vary together.
///
/// Units with the same start form a wave; those that never start form one too. Values made from
/// separate parts of the data, each with whole units, merge into the one that all of them give.
/// Changes are taken within units before they are squared, so that lasting differences between units
/// cost no digits.
///
/// **Reference:** Callaway and Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001; Chan, Golub and
/// LeVeque (1983), doi:10.1080/00031305.1983.10483115, for merging.
public struct CohortPanelMoments: Sendable, Hashable, Codable {
  /// The units that start in the same period.
  public struct Wave: Sendable, Hashable, Codable {
    /// The ordinal of the first period under treatment; nil for never.
    public let start: Int?
    /// How many units.
    public internal(set) var count: Int
    /// The sum of profiles minus shift.
    var sums: [Double]
    /// The upper triangle, row after row, of the sums of products of profiles minus shift, without
    /// the first period.
    var products: [Double]
  }

  /// The units of one team, which have the same start.
  public struct Team: Sendable, Hashable, Codable {
    /// The team's name.
    public let name: String
    /// The ordinal of its first period under treatment; nil for never.
    public let start: Int?
    /// How many units.
    public internal(set) var count: Int
    /// The sum of profiles minus shift.
    var sums: [Double]
  }

  /// The periods, ascending and equally far apart.
  public let periods: [PanelPeriod]
  /// The waves by ascending start; those that never start come last.
  public internal(set) var waves: [Wave] = []
  /// The teams by name; empty when none were named or one of them has units with different starts.
  public internal(set) var teams: [Team] = []
  /// How many units were left out because some of their periods are missing.
  public internal(set) var incompleteUnits = 0
  /// Whether units of one team start in different periods.
  public internal(set) var hasMixedTeams = false
  /// The profile that sums are taken around: that of the first unit, or the mean.
  ///
  /// A profile is the outcome in the first period, and the changes since then in the others.
  var shift: [Double] = []

  enum CodingKeys: String, CodingKey {
    case periods, waves, teams, incompleteUnits, hasMixedTeams, shift
  }

  // MARK: Building

  /// No units yet.
  ///
  /// - Throws: `tooFew` below two periods; `invalidArgument` unless they ascend equally far apart;
  ///   `overflow` above 2,000.
  public init(periods: [PanelPeriod]) throws(EvaluationError) {
    try PeriodAxis.refuseGaps(periods, column: "time")
    self.periods = periods
  }

  /// Adds one unit with its outcome in every period.
  ///
  /// - Parameters:
  ///   - outcomes: one value a period.
  ///   - start: the ordinal of the first period under treatment; nil for never.
  ///   - team: the unit's team, when errors are to be clustered; for all units or for none.
  /// - Throws: `lengthMismatch`; `nonFinite`; `invalidArgument` for a start between two periods, and
  ///   for a team beside units without one.
  /// - Complexity: O(periods^2).
  public mutating func add(
    outcomes: [Double], start: Int?, team: String? = nil
  ) throws(EvaluationError) {
    guard outcomes.count == periods.count else {
      throw .lengthMismatch(
        what: "the outcomes of a unit", needed: periods.count, found: outcomes.count)
    }
    guard outcomes.allSatisfy(\.isFinite) else {
      throw .nonFinite(
        column: "outcomes of a unit",
        rows: AffectedRows(outcomes.indices.filter { !outcomes[$0].isFinite }.map { $0 + 1 }))
    }
    try refuseBetween(start)
    let hasTeams = !teams.isEmpty || hasMixedTeams
    guard unitCount == 0 || (team != nil) == hasTeams else {
      throw .invalidArgument(
        name: "the teams of a panel", needed: "one for every unit, or none", found: "some of each")
    }
    let profile = Self.profile(outcomes)
    if shift.isEmpty { shift = profile }
    let deviations = zip(profile, shift).map { $0 - $1 }
    waves[waveIndex(start)].accumulate(deviations)
    if let team { join(team, start: start, count: 1, sums: deviations) }
  }

  /// The outcome in the first period, and the changes since then.
  static func profile(_ outcomes: [Double]) -> [Double] {
    outcomes.indices.map { $0 == 0 ? outcomes[0] : outcomes[$0] - outcomes[0] }
  }

  /// Refuses a start inside the panel that is not one of its periods.
  func refuseBetween(_ start: Int?) throws(EvaluationError) {
    guard let start, start > periods[0].ordinal, start < periods[periods.count - 1].ordinal,
      (start - periods[0].ordinal) % step != 0
    else { return }
    throw .invalidArgument(
      name: "the start of a unit", needed: "one of the periods, or none", found: "\(start)")
  }

  /// The index of the wave with a start, which is made where there is none.
  mutating func waveIndex(_ start: Int?) -> Int {
    let key = start ?? .max
    let place = waves.firstIndex { ($0.start ?? .max) >= key } ?? waves.count
    if place == waves.count || waves[place].start != start {
      waves.insert(Wave(start: start, periods: periods.count), at: place)
    }
    return place
  }

  /// Adds units to a team; a team with two starts ends the keeping of teams.
  mutating func join(_ name: String, start: Int?, count: Int, sums: [Double]) {
    guard !hasMixedTeams else { return }
    var low = 0
    var high = teams.count
    while low < high {
      let middle = (low + high) / 2
      if teams[middle].name < name { low = middle + 1 } else { high = middle }
    }
    guard low < teams.count, teams[low].name == name else {
      teams.insert(Team(name: name, start: start, count: count, sums: sums), at: low)
      return
    }
    guard teams[low].start == start else {
      hasMixedTeams = true
      teams = []
      return
    }
    teams[low].count += count
    for period in sums.indices { teams[low].sums[period] += sums[period] }
  }

  /// Adds the units of another part of the data, none of which may be in this one.
  ///
  /// - Throws: `invalidArgument` when the periods differ, or one part has teams and the other has
  ///   none.
  /// - Complexity: O(waves x periods^2 + teams x periods).
  public mutating func merge(_ other: CohortPanelMoments) throws(EvaluationError) {
    guard periods == other.periods else {
      throw .invalidArgument(
        name: "the periods of panels that merge", needed: "the same",
        found: "\(periods.count) and \(other.periods.count), or others")
    }
    incompleteUnits += other.incompleteUnits
    guard other.unitCount > 0 else { return }
    let hasTeams = !teams.isEmpty || hasMixedTeams
    let othersHave = !other.teams.isEmpty || other.hasMixedTeams
    guard unitCount == 0 || hasTeams == othersHave else {
      throw .invalidArgument(
        name: "the teams of panels that merge", needed: "in both or in none", found: "in one")
    }
    if shift.isEmpty { shift = other.shift }
    let offset = zip(other.shift, shift).map { $0 - $1 }
    for wave in other.waves { waves[waveIndex(wave.start)].merge(wave, offset: offset) }
    if other.hasMixedTeams {
      hasMixedTeams = true
      teams = []
    }
    for team in other.teams {
      let moved = zip(team.sums, offset).map { $0 + Double(team.count) * $1 }
      join(team.name, start: team.start, count: team.count, sums: moved)
    }
  }

  // MARK: Figures

  /// How many units stand in the panel.
  public var unitCount: Int { waves.reduce(0) { $0 + $1.count } }

  /// How far apart two periods are.
  public var step: Int { periods[1].ordinal - periods[0].ordinal }

  /// The mean outcome of a wave in each period.
  public func means(of wave: Wave) -> [Double] {
    let profile = zip(shift, wave.sums).map { $0 + $1 / Double(wave.count) }
    return profile.indices.map { $0 == 0 ? profile[0] : profile[0] + profile[$0] }
  }
}

extension CohortPanelMoments.Wave {
  init(start: Int?, periods: Int) {
    self.start = start
    count = 0
    sums = [Double](repeating: 0, count: periods)
    products = [Double](repeating: 0, count: periods * (periods - 1) / 2)
  }

  /// Adds one unit's profile minus shift.
  mutating func accumulate(_ deviations: [Double]) {
    count += 1
    var place = 0
    for first in deviations.indices { sums[first] += deviations[first] }
    for first in 1..<deviations.count {
      let change = deviations[first]
      for second in first..<deviations.count {
        products[place] += change * deviations[second]
        place += 1
      }
    }
  }

  /// Adds the units of a wave whose shift lies `offset` above this one's.
  mutating func merge(_ other: Self, offset: [Double]) {
    let size = Double(other.count)
    var place = 0
    for first in 1..<max(1, offset.count) {
      let (sum, move) = (other.sums[first], offset[first])
      for second in first..<offset.count {
        products[place] +=
          other.products[place] + sum * offset[second] + move * other.sums[second]
          + size * move * offset[second]
        place += 1
      }
    }
    for period in offset.indices { sums[period] += other.sums[period] + size * offset[period] }
    count += other.count
  }

  /// For each period the mean change since the first, less that of the shift; 0 for the first.
  var meanChanges: [Double] {
    sums.indices.map { $0 == 0 ? 0 : sums[$0] / Double(count) }
  }

  /// The covariances, divisor n, of the changes since the first period: one row and column for each
  /// period, those of the first zero.
  var changeCovariance: [[Double]] {
    let size = Double(count)
    var result = [[Double]](
      repeating: [Double](repeating: 0, count: sums.count), count: sums.count)
    var place = 0
    for first in 1..<max(1, sums.count) {
      let mean = sums[first] / size
      for second in first..<sums.count {
        let value = products[place] / size - mean * (sums[second] / size)
        result[first][second] = first == second ? max(0, value) : value
        result[second][first] = result[first][second]
        place += 1
      }
    }
    return result
  }
}
