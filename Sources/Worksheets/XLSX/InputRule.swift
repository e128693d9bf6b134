/// What an input cell admits: the words that stand beside it and the rule that the program enforces.
///
/// The words are the rule: a workbook that is read back knows its rules by the column of words.
enum InputRule: String, CaseIterable {
  case number = "any number"
  case notNegative = "0 or more"
  case positive = "above 0"
  case count = "a whole number, 0 or more"
  case positiveCount = "a whole number, 1 or more"
  case share = "0 to 1"
  case level = "above 0, below 1"
  case weeksOfYear = "above 0, at most 53"
  case weeksObserved = "above 0, at most 5300"
  case rate = "above -1"
  case streams = "a whole number, 0 to 3"
  case flag = "1 or 0"
  case two = "always 2"

  /// The validation of a cell such as `D5`.
  ///
  /// **Reference:** ECMA-376, part 1, 18.3.1.32.
  func element(for cell: String) -> String {
    let (type, sign, first, second) = parts(cell)
    var text =
      "<dataValidation type=\"\(type)\"\(sign.map { " operator=\"\($0)\"" } ?? "") allowBlank=\"0\" "
      + "showInputMessage=\"1\" showErrorMessage=\"1\" errorTitle=\"Not admissible\" "
      + "error=\"This input takes: \(rawValue).\" promptTitle=\"Input\" prompt=\"\(rawValue)\" "
      + "sqref=\"\(cell)\"><formula1>\(XMLText.escaped(first))</formula1>"
    if let second { text += "<formula2>\(second)</formula2>" }
    return text + "</dataValidation>"
  }

  private func parts(
    _ cell: String
  ) -> (type: String, sign: String?, first: String, second: String?) {
    switch self {
    case .number: ("decimal", "between", "-1E+100", "1E+100")
    case .notNegative: ("decimal", "greaterThanOrEqual", "0", nil)
    case .positive: ("decimal", "greaterThan", "0", nil)
    case .count: ("whole", "greaterThanOrEqual", "0", nil)
    case .positiveCount: ("whole", "greaterThanOrEqual", "1", nil)
    case .share: ("decimal", "between", "0", "1")
    case .level: ("custom", nil, "AND(ISNUMBER(\(cell)),\(cell)>0,\(cell)<1)", nil)
    case .weeksOfYear: ("custom", nil, "AND(ISNUMBER(\(cell)),\(cell)>0,\(cell)<=53)", nil)
    case .weeksObserved: ("custom", nil, "AND(ISNUMBER(\(cell)),\(cell)>0,\(cell)<=5300)", nil)
    case .rate: ("decimal", "greaterThan", "-1", nil)
    case .streams: ("whole", "between", "0", "3")
    case .flag: ("whole", "between", "0", "1")
    case .two: ("whole", "equal", "2", nil)
    }
  }
}
