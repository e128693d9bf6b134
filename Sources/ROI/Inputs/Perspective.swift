/// Whose money a benefit is.
public enum Perspective: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible
{
  /// The employer who pays for the programme and keeps the savings.
  case employer
  /// The people who take part, as with their earnings.
  case participant
  /// The public purse.
  case `public`

  /// Whose money it is, in words.
  public var description: String {
    switch self {
    case .employer: "the employer's money"
    case .participant: "the participants' money"
    case .public: "public money"
    }
  }
}
