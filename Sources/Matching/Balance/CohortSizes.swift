import Statistics

/// How many people of each group there were, were used, and count for.
///
/// The effective sample size is (sum w)^2 / sum w^2: as many people of equal weight would be as
/// informative.
///
/// **Reference:** Kish (1965), Survey Sampling, section 11.7.
/// **Same as:** the sample sizes of R `summary(matchit(...))`.
public struct CohortSizes: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The sizes of one group.
  public struct Group: Sendable, Hashable, Codable {
    /// The people in the complete cases.
    public let available: Int
    /// The people with a weight.
    public let matched: Int
    /// (sum w)^2 / sum w^2.
    public let effective: Double

    /// The people without a weight.
    public var unmatched: Int { available - matched }

    /// The sizes of a group, with the weights of those who have one.
    init(available: Int, weights: [Double]) {
      self.available = available
      matched = weights.count
      let sum = weights.reduce(0, +)
      let squares = weights.reduce(0) { $0 + $1 * $1 }
      effective = squares > 0 ? sum * sum / squares : 0
    }

    /// Decodes sizes, refusing more people used than there were, and worth more than used.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      available = try fields.decode(Int.self, forKey: .available)
      matched = try fields.decode(Int.self, forKey: .matched)
      effective = try fields.decode(Double.self, forKey: .effective)
      guard matched >= 0, available >= matched, effective >= 0,
        effective <= Double(matched) * (1 + 1e-9)
      else {
        throw DecodingError.dataCorruptedError(
          forKey: .matched, in: fields, debugDescription: "needs sizes that a group can have")
      }
    }

    fileprivate var words: String {
      "\(matched) of \(available) used"
        + (effective < Double(matched) - 0.05 ? ", worth \(formatted(effective, decimals: 1))" : "")
    }
  }

  /// The treated.
  public let treated: Group
  /// The controls.
  public let control: Group

  init(treated: Group, control: Group) {
    self.treated = treated
    self.control = control
  }

  /// Both groups in a line.
  public var description: String { "treated \(treated.words); controls \(control.words)" }
}
