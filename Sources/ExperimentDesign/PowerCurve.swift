public import Statistics

/// Power at several sizes or effects of one design, as data for a chart or a table.
public struct PowerCurve: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One point of the curve.
  public struct Point: Sendable, Hashable, Codable {
    /// The units in the treated arm.
    public let size: Double
    /// The effect, treatment minus control.
    public let effect: Double
    /// The chance of finding it.
    public let power: Double
  }

  /// What varies along the curve.
  public enum Axis: String, Sendable, Hashable, Codable, CaseIterable {
    /// The size, at one effect.
    case size
    /// The effect, at one size.
    case effect
  }

  /// What varies along the curve.
  public let axis: Axis
  /// What a size counts, such as `people`.
  public let unitName: String
  /// The design in words.
  public let design: String
  /// The points in the order asked for.
  public let points: [Point]

  /// The power at several sizes.
  ///
  /// - Throws: as ``PowerDesign/power(effect:size:)``; `tooFew` without a size.
  public init(
    _ design: some PowerDesign, effect: Double, sizes: [Double]
  ) throws(EvaluationError) {
    var points: [Point] = []
    points.reserveCapacity(sizes.count)
    for size in sizes {
      points.append(
        Point(size: size, effect: effect, power: try design.power(effect: effect, size: size)))
    }
    try self.init(axis: .size, design, points)
  }

  /// The power at several effects.
  ///
  /// - Throws: as ``PowerDesign/power(effect:size:)``; `tooFew` without an effect.
  public init(
    _ design: some PowerDesign, size: Double, effects: [Double]
  ) throws(EvaluationError) {
    let arms = design.arms(size)
    var points: [Point] = []
    points.reserveCapacity(effects.count)
    // Where the signal is proportional to the effect, one critical value serves all.
    let isShared = design.effectRange == nil
    var shared: Rejector?
    for effect in effects {
      let signal = try design.checkedSignal(effect: effect, arms: arms)
      let rejector = (isShared ? shared : nil) ?? Rejector(design.test, like: signal)
      shared = rejector
      points.append(
        Point(size: size, effect: effect, power: rejector.power(signal.shift)))
    }
    try self.init(axis: .effect, design, points)
  }

  private init(
    axis: Axis, _ design: some PowerDesign, _ points: [Point]
  ) throws(EvaluationError) {
    guard !points.isEmpty else { throw .tooFew(what: "points of a curve", needed: 1, found: 0) }
    self.axis = axis
    self.design = design.description
    unitName = design.unitName
    self.points = points
  }

  /// Decodes a curve, refusing figures that no design gives.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    axis = try fields.decode(Axis.self, forKey: .axis)
    unitName = try fields.decode(String.self, forKey: .unitName)
    design = try fields.decode(String.self, forKey: .design)
    points = try fields.decode([Point].self, forKey: .points)
    guard !points.isEmpty,
      points.allSatisfy({
        $0.size.isFinite && $0.size > 0 && $0.effect.isFinite && (0...1).contains($0.power)
      })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .points, in: fields, debugDescription: "needs points with a power in [0, 1]")
    }
  }

  // MARK: Tables

  private var rows: [[String]] {
    [[axis == .size ? "treated \(unitName)" : "effect", "power"]]
      + points.map {
        [formatted(axis == .size ? $0.size : $0.effect), formatted($0.power, decimals: 3)]
      }
  }

  /// The curve as comma-separated values with a header: size, effect and power in full digits.
  public var csv: String {
    "size,effect,power\r\n"
      + points.map { "\($0.size),\($0.effect),\($0.power)\r\n" }.joined()
  }

  /// The curve as a Markdown table.
  public var markdown: String { TextTable.markdown(rows) }

  /// The design and at most eight points, spread evenly.
  public var description: String {
    let table = rows
    let count = points.count
    let shown = count <= 8 ? Array(0..<count) : (0..<8).map { $0 * (count - 1) / 7 }
    return design + "\n" + TextTable.aligned([table[0]] + shown.map { table[$0 + 1] })
  }
}
