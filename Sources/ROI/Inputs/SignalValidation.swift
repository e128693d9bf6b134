public import Statistics

/// The record that a signal was validated before it was believed: when, and by whom.
///
/// Practice asks for thirty days at least; a shorter pass cannot be recorded, so that no signal feeds a
/// baseline without one.
public struct SignalValidation: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The days that the pass took.
  public let window: ObservationWindow
  /// Who validated it.
  public let validator: String

  /// The days that a pass takes at least.
  public static let minimumDays = 30

  /// Records a pass.
  ///
  /// - Throws: `invalidArgument` for a pass below 30 days or a blank name.
  public init(_ window: ObservationWindow, by validator: String) throws(EvaluationError) {
    guard window.days >= Self.minimumDays else {
      throw .invalidArgument(
        name: "the validation of a signal", needed: "\(Self.minimumDays) days or more",
        found: window.description)
    }
    self.window = window
    self.validator = try stated(validator, as: "who validated the signal")
  }

  /// Decodes a record, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(ObservationWindow.self, forKey: .window),
      by: fields.decode(String.self, forKey: .validator))
  }

  /// Days and name.
  public var description: String { "validated \(window) by \(excerpt(validator))" }
}
