import Distributions

/// The units of one resample, stratum by stratum.
struct Resample: Sendable {
  private(set) var units: [UInt32] = []
  /// The places of each stratum's units.
  private(set) var strata: [Range<Int>] = []

  /// Each unit once: the sample itself.
  init(all units: ResamplingUnits) {
    self.units = (0..<UInt32(units.unitCount)).map { $0 }
    strata = units.strata
  }

  /// Draws units anew.
  ///
  /// Nonparametric: for each stratum in turn as many bounded integers as it has units. Poisson: a
  /// count for each unit in turn.
  mutating func draw(
    from source: ResamplingUnits, _ scheme: BootstrapMethod.Scheme, using random: inout Philox
  ) {
    switch scheme {
    case .nonparametric:
      for stratum in source.strata {
        random.fill(
          &units, stratum, below: UInt32(stratum.count), from: UInt32(stratum.lowerBound))
      }
    case .poisson:
      units.removeAll(keepingCapacity: true)
      strata.removeAll(keepingCapacity: true)
      for stratum in source.strata {
        let start = units.count
        for unit in stratum {
          for _ in 0..<PoissonWeights.next(&random) { units.append(UInt32(unit)) }
        }
        strata.append(start..<units.count)
      }
    }
  }

  /// A resample of this one, within its strata.
  func redrawn(using random: inout Philox) -> Resample {
    var copy = self
    for stratum in strata where !stratum.isEmpty {
      random.fill(
        &copy.units, stratum, below: UInt32(stratum.count), from: UInt32(stratum.lowerBound))
      for place in stratum { copy.units[place] = units[Int(copy.units[place])] }
    }
    return copy
  }

  /// The sample without one unit.
  mutating func leaveOut(_ unit: Int) {
    units.removeAll { $0 == UInt32(unit) }
  }

  // MARK: Rows

  /// The rows of the units in their order, repeated where a unit is.
  func rows(of source: ResamplingUnits) -> [Int] {
    guard source.members != nil else { return units.map { Int($0) } }
    var rows: [Int] = []
    rows.reserveCapacity(source.rowCount)
    for unit in units { source.forEachRow(of: Int(unit)) { rows.append($0) } }
    return rows
  }

  /// How often each row is drawn.
  func counts(of source: ResamplingUnits) -> [Double] {
    var counts = [Double](repeating: 0, count: source.rowCount)
    for unit in units { source.forEachRow(of: Int(unit)) { counts[$0] += 1 } }
    return counts
  }
}
