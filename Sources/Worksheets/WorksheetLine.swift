public import ROI
import Statistics

/// One line of a worksheet: a figure with its unit, where it comes from, and how it follows.
public struct WorksheetLine: Sendable, Hashable, Codable {
  /// Where the figure of a line comes from.
  public enum Origin: Sendable, Hashable, Codable {
    /// Somebody states it; the text names the source.
    case input(source: String)
    /// A statistical method gives it; the text names the method and what it starts from.
    case statistic(method: String)
    /// It follows from other lines.
    case formula(Formula)
  }

  /// What kind of figure it is, which decides how it is printed.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// A plain number.
    case number
    /// Posted money.
    case money
    /// Money before it is rounded.
    case unroundedMoney
    /// A share such as 0.30.
    case share
    /// A ratio such as ROI.
    case ratio
  }

  /// A name that stays the same across worksheets, such as `attributable_value`.
  public let key: String
  /// The group of lines that it stands in.
  public let section: String
  /// What the line is, in words.
  public let label: String
  /// The figure, exact; nil when undefined.
  public let value: ExactRatio?
  /// What kind of figure it is.
  public let kind: Kind
  /// What it is measured in.
  public let unit: String
  /// Where it comes from.
  public let origin: Origin

  // MARK: Text

  /// The figure as machines read it: all decimals of money, else in full when it ends within 20
  /// significant digits, else to 16; empty when undefined.
  public func machineText(minorDigits: Int) -> String {
    guard let value else { return "" }
    return kind == .money ? value.decimal(places: minorDigits) : value.description
  }

  /// The figure for people with thousands: money with its decimals, the rest to six significant
  /// digits.
  func peopleText(minorDigits: Int) -> String {
    guard let value else { return "undefined" }
    switch kind {
    case .money, .unroundedMoney:
      return TextTable.grouped(value.decimal(places: minorDigits))
    case .number, .share, .ratio:
      return TextTable.grouped(value.decimal(significantDigits: 6))
    }
  }
}
