import Foundation

/// One thing that the library does, and the peers that do the same.
struct Case {
  let title: String
  let peers: [Peer]
  /// The figures on which the library and every peer must agree before anything is timed.
  let figures: () throws -> [Double]
  /// How far figures may lie apart, relative to the peer's.
  let tolerance: Double
  /// Does it once and says how many seconds it took.
  let sample: () throws -> Double
}

/// One line of the table: the library against one peer.
struct Result: Codable {
  let title: String
  let peer: String
  /// Why there is no ratio, when there is none.
  let remark: String?
  let milliseconds: Double
  let peerMilliseconds: Double?
  /// Ours / peer of each round, ascending.
  let ratios: [Double]

  var ratio: Double? { ratios.isEmpty ? nil : median(ratios) }
}

/// Takes turns with the peers, so that a busy spell of the machine meets both.
struct Harness {
  let rounds: Int
  let runs: Int
  let comparesPeers: Bool

  func results(of work: Case) throws -> [Result] {
    let ours = try work.figures()
    var results: [Result] = []
    for peer in comparesPeers ? work.peers : [] {
      let trial = try peer.run(0)
      if let remark = remark(on: trial, of: peer, work, ours) {
        let seconds = try turn(work)
        results.append(
          Result(
            title: work.title, peer: trial.name ?? peer.title, remark: remark,
            milliseconds: seconds * 1000, peerMilliseconds: nil, ratios: []))
        continue
      }
      var turns: [(ours: Double, peer: Double)] = []
      for _ in 0..<rounds {
        let seconds = try turn(work)
        turns.append((seconds, try peer.run(runs).seconds(of: peer.stages)))
      }
      results.append(
        Result(
          title: work.title, peer: trial.name ?? peer.title, remark: nil,
          milliseconds: median(turns.map(\.ours)) * 1000,
          peerMilliseconds: median(turns.map(\.peer)) * 1000,
          ratios: turns.map { $0.ours / $0.peer }.sorted()))
    }
    guard results.isEmpty else { return results }
    return [
      Result(
        title: work.title, peer: "", remark: "alone", milliseconds: try turn(work) * 1000,
        peerMilliseconds: nil, ratios: [])
    ]
  }

  /// The median of some runs after one to warm up.
  private func turn(_ work: Case) throws -> Double {
    _ = try work.sample()
    return median(try (0..<runs).map { _ in try work.sample() })
  }

  /// Why a peer cannot be compared, or nil.
  private func remark(
    on trial: Peer.Report, of peer: Peer, _ work: Case, _ ours: [Double]
  ) -> String? {
    if let missing = trial.missing { return "not installed: \(missing)" }
    guard peer.isEasier || trial.figures.count == ours.count else {
      return "other figures than ours"
    }
    let gaps = zip(ours, trial.figures).map { ours, theirs in
      let gap = (theirs - ours) / max(abs(theirs), 1e-300)
      return peer.isEasier ? max(0, gap) : abs(gap)
    }
    let worst = gaps.max() ?? 0
    return worst <= work.tolerance ? nil : "disagrees by \(worst)"
  }
}

/// The seconds that a piece of work takes.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(work) / .seconds(1)
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

// MARK: - Table

extension Result: CustomStringConvertible {
  static let header =
    "| case | peer | ours, ms | peer, ms | ours / peer | rounds |\n|---|---|---:|---:|---:|---:|"

  var description: String {
    func text(_ value: Double?, _ format: String) -> String {
      value.map { String(format: $0 < 0.1 ? "%.2g" : $0 < 10 ? "%.2f" : format, $0) } ?? "–"
    }
    let spread =
      remark ?? "\(text(ratios.first, "%.3f")) to \(text(ratios.last, "%.3f"))"
    return "| \(title) | \(peer) | \(text(milliseconds, "%.0f")) "
      + "| \(text(peerMilliseconds, "%.0f")) | \(text(ratio, "%.3f")) | \(spread) |"
  }
}
