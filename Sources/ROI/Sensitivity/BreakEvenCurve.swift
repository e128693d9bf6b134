public import Statistics

/// What one input would have to be for an ROI of exactly a hurdle, along the values of another; exact, and
/// annualised.
///
/// delta x attribution x value of a unit = cost (1 + hurdle), solved for one of the four.
public struct BreakEvenCurve: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One point of the curve.
  public struct Point: Sendable, Hashable {
    /// The value of the input that is moved.
    public let value: ExactDecimal
    /// What the other must be; nil where nothing could do it.
    public let needed: ExactRatio?
    /// Whether the input can be that: a share from 0 to 1, an amount not negative, any improvement.
    public let isFeasible: Bool
  }

  /// The case.
  public let businessCase: BusinessCase
  /// The input that is solved for.
  public let solved: CaseInput
  /// The input that is moved.
  public let moved: CaseInput
  /// The ROI to be reached.
  public let hurdle: ExactDecimal
  /// The points in the order of the values.
  public let points: [Point]

  /// Solves along the values of an input.
  ///
  /// - Parameters:
  ///   - businessCase: the case.
  ///   - solved: the input that is solved for: improvement, attribution, value of a unit or cost.
  ///   - moved: another of them.
  ///   - values: 1 to 1,000 values of it.
  ///   - hurdle: the ROI to be reached; 0 is break-even.
  /// - Throws: `invalidArgument` for the levels of a delta, one input twice, another number of values, or a value
  ///   that the input cannot have.
  /// - Complexity: O(values).
  public init(
    _ businessCase: BusinessCase, solvingFor solved: CaseInput, over moved: CaseInput,
    values: [ExactDecimal], hurdle: ExactDecimal = 0
  ) throws(EvaluationError) {
    let levels: Set<CaseInput> = [.baseline, .observed]
    guard solved != moved, levels.isDisjoint(with: [solved, moved]) else {
      throw .invalidArgument(
        name: "the inputs of a break-even curve",
        needed: "two of improvement, share credited, value of a unit and cost",
        found: "\(solved) and \(moved)")
    }
    guard (1...1_000).contains(values.count) else {
      throw .invalidArgument(
        name: "the values of the \(moved)", needed: "1 to 1000", found: "\(values.count)")
    }
    let chain = CaseChain(businessCase)
    let multiple = ExactRatio(hurdle) + 1
    var points: [Point] = []
    for value in values {
      let exact = ExactRatio(value)
      try chain.validate(exact, for: moved)
      let needed: ExactRatio?
      if solved == .cost {
        needed = chain.chain([moved: exact]).value.divided(by: multiple)
      } else {
        // The value with the solved input at 1 is what each unit of it brings.
        let (slope, cost) = chain.chain([moved: exact, solved: 1])
        needed = (cost * multiple).divided(by: slope)
      }
      let isFeasible =
        needed.map { needed in
          solved == .delta || (needed >= 0 && (solved != .attribution || needed <= 1))
        } ?? false
      points.append(Point(value: value, needed: needed, isFeasible: isFeasible))
    }
    self.businessCase = businessCase
    self.solved = solved
    self.moved = moved
    self.hurdle = hurdle
    self.points = points
  }

  private enum CodingKeys: String, CodingKey { case businessCase, solved, moved, values, hurdle }

  /// Decodes case and values and solves anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(BusinessCase.self, forKey: .businessCase),
      solvingFor: fields.decode(CaseInput.self, forKey: .solved),
      over: fields.decode(CaseInput.self, forKey: .moved),
      values: fields.decode([ExactDecimal].self, forKey: .values),
      hurdle: fields.decode(ExactDecimal.self, forKey: .hurdle))
  }

  /// Encodes case and values; what is needed follows from them.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(businessCase, forKey: .businessCase)
    try fields.encode(solved, forKey: .solved)
    try fields.encode(moved, forKey: .moved)
    try fields.encode(points.map(\.value), forKey: .values)
    try fields.encode(hurdle, forKey: .hurdle)
  }

  /// The first and the last points, in at most ten lines.
  public var description: String {
    let shown = points.count <= 8 ? points : Array(points.prefix(4)) + Array(points.suffix(4))
    let rows = shown.map { point in
      [
        point.value.description, point.needed.map { figure($0) } ?? "none",
        point.isFeasible ? "yes" : "no",
      ]
    }
    return "what reaches an ROI of \(hurdle)\n"
      + TextTable.aligned([[moved.description, "\(solved) needed", "feasible"]] + rows)
  }
}
