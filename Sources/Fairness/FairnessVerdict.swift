/// What an audit can say of a group, or of all of them.
///
/// A pass is shown, not assumed: the whole interval keeps to the threshold. Where the data cannot tell
/// either way the verdict is ``inconclusive``, never a pass.
public enum FairnessVerdict: String, Sendable, Hashable, Codable, CaseIterable {
  /// The whole interval keeps to the threshold.
  case pass
  /// The whole interval breaks the threshold.
  case fail
  /// The interval holds values on both sides of the threshold.
  case inconclusive
  /// There are too few people, or too few expected in a cell, for any interval to tell.
  case notEvaluable
  /// The group is too small to be shown, or could be worked out from what is shown.
  case suppressed

  /// The verdict in words.
  public var words: String { self == .notEvaluable ? "not evaluable" : rawValue }

  /// What a program that gates on the verdict exits with: pass 0, fail 1, all others 3.
  public var exitCode: Int32 {
    switch self {
    case .pass: 0
    case .fail: 1
    case .inconclusive, .notEvaluable, .suppressed: 3
    }
  }

  /// The verdict over all findings: fail if any fails, else inconclusive if any does not pass, else
  /// pass.
  ///
  /// - Returns: ``notEvaluable`` where there is no finding at all.
  public static func overall(_ verdicts: [FairnessVerdict]) -> FairnessVerdict {
    if verdicts.isEmpty { return .notEvaluable }
    if verdicts.contains(.fail) { return .fail }
    return verdicts.allSatisfy { $0 == .pass } ? .pass : .inconclusive
  }
}
