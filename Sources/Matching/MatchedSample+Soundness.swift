import DataFrames

extension MatchedSample {
  /// Whether a decoded cohort keeps the rules of its method: nobody used too often, inside the rows
  /// used, within the caliper, and all focal rows accounted for.
  var isSound: Bool {
    let ratio = method.ratio
    guard (try? method.validate(for: target)) != nil,
      (try? constraints.validate(treatment: treatment)) != nil, !covariates.isEmpty,
      treatedCount > 0, controlCount > 0, treatedCount < cases.count,
      controlCount == cases.count - treatedCount,
      scores.count == (method.distance.hasScore ? cases.count : 0), scores.allSatisfy(\.isFinite),
      method.distance == .linearPredictor || scores.allSatisfy({ $0 >= 0 && $0 <= 1 }),
      (caliperWidth == nil) == (method.caliper == nil),
      (0..<Double.infinity).contains(caliperWidth ?? 0),
      pairs.isEmpty == (ratio == nil), subclasses.isEmpty == (ratio != nil),
      zip(unmatched, unmatched.dropFirst()).allSatisfy({ $0.row < $1.row })
    else { return false }
    return ratio.map(arePairsSound) ?? areClassesSound
  }

  private func arePairsSound(ratio: Int) -> Bool {
    let focals = pairs.map(focal)
    let partners = pairs.map(partner)
    let runs = runs
    let known = Set(cases.rows)
    var uses: [Int: Int] = [:]
    for partner in partners { uses[partner, default: 0] += 1 }
    let matched = Set(focals)
    let left = Set(unmatched.map(\.row))
    let limit = caliperWidth != nil && method.distance.isOnScore ? caliperWidth : nil
    return subclassLimits.isEmpty && zip(focals, focals.dropFirst()).allSatisfy { $0 <= $1 }
      && known.isSuperset(of: matched) && known.isSuperset(of: uses.keys)
      && known.isSuperset(of: left) && matched.isDisjoint(with: uses.keys)
      && left.isDisjoint(with: matched) && left.isDisjoint(with: uses.keys)
      && matched.count + left.count == (target == .control ? controlCount : treatedCount)
      && uses.count <= (target == .control ? treatedCount : controlCount)
      && uses.values.allSatisfy { $0 <= method.replacement.limit ?? .max }
      && runs.allSatisfy { $0.count <= ratio && Set(partners[$0]).count == $0.count }
      && pairs.allSatisfy { $0.distance >= 0 && $0.distance <= limit ?? .greatestFiniteMagnitude }
  }

  private var areClassesSound: Bool {
    guard case .subclassification(let count, _) = method else { return false }
    let treated = subclasses.flatMap(\.treated)
    let controls = subclasses.flatMap(\.controls)
    let rows = treated + controls + unmatched.map(\.row)
    return subclasses.count <= count && subclassLimits.count == count + 1
      && zip(subclassLimits, subclassLimits.dropFirst()).allSatisfy { $0 <= $1 }
      && subclassLimits.allSatisfy(\.isFinite)
      && subclasses.allSatisfy { !$0.treated.isEmpty && !$0.controls.isEmpty }
      && treated.count <= treatedCount && controls.count <= controlCount
      && Set(rows).count == rows.count && Set(cases.rows).isSuperset(of: rows)
  }
}
