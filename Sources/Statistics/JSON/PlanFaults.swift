/// The faults of a plan or policy, collected so that one reading names them all.
package final class PlanFaults {
  /// The faults in the order in which they were met.
  package private(set) var faults: [EvaluationError] = []

  /// No fault yet.
  package init() {}

  /// Adds a fault at a JSON path such as `$.costs[1].amount`.
  package func add(_ path: String, needed: String, found: String) {
    faults.append(.invalidPlan(path: path, needed: needed, found: found))
  }
}
