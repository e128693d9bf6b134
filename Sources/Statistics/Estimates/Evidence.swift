/// What every study hands to the floors above: an effect, the design that found it, and its checks.
///
/// A business case takes evidence, so that uncertainty and design quality travel with each figure
/// from the raw rows to the last cell.
public protocol Evidence: Sendable {
  /// The effect: treatment minus control (or after minus before), with its uncertainty.
  var effect: Estimate { get }
  /// How the comparison was made.
  var design: StudyDesign { get }
  /// What was asked before the effect is believed.
  var checks: [Check] { get }
}

extension Evidence {
  /// The checks that did not pass, in order.
  public var openChecks: [Check] { checks.filter { !$0.passed } }
}
