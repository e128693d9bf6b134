public import ROI
import Statistics

extension BusinessCase {
  /// What the interval of annualised ROI says about gain or loss, in a sentence.
  ///
  /// It speaks of the sampling error alone; failed checks stand beside it.
  public var bottomLine: String {
    guard annualised.roi != nil else {
      return "The programme is said to cost nothing: ROI is undefined."
    }
    guard let interval = annualised.interval else {
      return
        "The delta is declared, without data: there is a point, but no bound that data support."
    }
    let level = "the \(formatted(interval.level * 100)) % interval of annualised ROI"
    if let low = interval.lower?.roi, low > 0 {
      return "Taken at face value the data show a gain: \(level) lies above zero."
    }
    if let high = interval.upper?.roi, high < 0 {
      return "Taken at face value the data show a loss: \(level) lies below zero."
    }
    return "The data do not tell a gain from a loss: \(level) spans zero."
  }
}
