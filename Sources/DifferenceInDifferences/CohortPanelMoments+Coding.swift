import Statistics

extension CohortPanelMoments {
  /// Decodes moments, refusing sums that no panel has.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(periods: fields.decode([PanelPeriod].self, forKey: .periods))
    waves = try fields.decode([Wave].self, forKey: .waves)
    teams = try fields.decode([Team].self, forKey: .teams)
    incompleteUnits = try fields.decode(Int.self, forKey: .incompleteUnits)
    hasMixedTeams = try fields.decode(Bool.self, forKey: .hasMixedTeams)
    shift = try fields.decode([Double].self, forKey: .shift)
    guard isCoherent else {
      throw DecodingError.dataCorruptedError(
        forKey: .waves, in: fields, debugDescription: "needs sums that a panel can have")
    }
  }

  private var isCoherent: Bool {
    let size = periods.count
    let starts = waves.map { $0.start ?? .max }
    let counts = waves.map(\.count) + teams.map(\.count)
    return shift.count == (waves.isEmpty ? 0 : size) && shift.allSatisfy(\.isFinite)
      && (0...(1 << 40)).contains(incompleteUnits)
      && zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 }
      && counts.allSatisfy { (1...(1 << 40)).contains($0) }
      && waves.allSatisfy { $0.isCoherent(periods: size) }
      && teams.allSatisfy { $0.sums.count == size && $0.sums.allSatisfy(\.isFinite) }
      && zip(teams, teams.dropFirst()).allSatisfy { $0.name < $1.name }
      && (teams.isEmpty || !hasMixedTeams)
      && (teams.isEmpty || waves.allSatisfy { teamsSize(start: $0.start) == $0.count })
      && waves.allSatisfy { (try? refuseBetween($0.start)) != nil }
  }

  private func teamsSize(start: Int?) -> Int {
    teams.lazy.filter { $0.start == start }.reduce(0) { $0 + $1.count }
  }
}

extension CohortPanelMoments.Wave {
  fileprivate func isCoherent(periods: Int) -> Bool {
    guard sums.count == periods, products.count == periods * (periods - 1) / 2,
      sums.allSatisfy(\.isFinite), products.allSatisfy(\.isFinite)
    else { return false }
    // A sum of squares is at least the square of the sum over the count.
    var place = 0
    for period in 1..<periods {
      let least = sums[period] * (sums[period] / Double(count))
      guard products[place] >= least * (1 - 1e-9) else { return false }
      place += periods - period
    }
    return true
  }
}

extension CohortPanelMoments: CustomStringConvertible {
  /// The periods and the size of each wave.
  public var description: String {
    let shown = waves.prefix(8).map { wave in
      let start = wave.start.map { start in
        excerpt(periods.first { $0.ordinal == start }?.label ?? "\(start)")
      }
      return "\(start ?? "never") \(wave.count)"
    }
    let rest = waves.count > 8 ? " and \(waves.count - 8) more" : ""
    return "\(unitCount) units over \(periods.count) periods; waves: "
      + shown.joined(separator: ", ") + rest
  }
}
