/// A sum that keeps what each addition rounds off.
///
/// **Reference:** Neumaier (1974), doi:10.1002/zamm.19740540106.
package struct CompensatedSum {
  private var sum = 0.0
  private var rest = 0.0

  package init() {}

  package mutating func add(_ term: Double) {
    let next = sum + term
    rest += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  package var value: Double { sum + rest }
}
