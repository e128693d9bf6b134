/// What a policy asks for when a rule does not pass.
public enum FairnessAction: String, Sendable, Hashable, Codable, CaseIterable {
  /// Nothing.
  case none
  /// A person looks at the cases.
  case humanReview
  /// The signal is not used until the cause is found.
  case pauseSignal
  /// The program goes back to what it was.
  case rollback

  /// The action in words.
  public var words: String {
    switch self {
    case .none: "none"
    case .humanReview: "human review"
    case .pauseSignal: "pause the signal"
    case .rollback: "roll back"
    }
  }

  /// The strongest of some actions.
  static func strongest(_ actions: [FairnessAction]) -> FairnessAction {
    allCases.last { actions.contains($0) } ?? .none
  }
}
