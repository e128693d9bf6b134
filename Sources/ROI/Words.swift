package import Statistics

/// Refuses a text in which nothing is said: empty, blank or marks alone.
package func stated(_ text: String, as name: String) throws(EvaluationError) -> String {
  guard text.contains(where: { $0.isLetter || $0.isNumber }) else {
    throw .invalidArgument(
      name: name, needed: "stated in words", found: text.isEmpty ? "empty" : "blank")
  }
  return text
}

/// A share as a percentage for people, such as `30 %`.
func percentage(_ share: ExactDecimal) -> String { percentage(ExactRatio(share)) }

/// A share as a percentage for people, to six significant digits.
func percentage(_ share: ExactRatio) -> String {
  "\((share * 100).decimal(significantDigits: 6)) %"
}

/// A ratio for people to six significant digits, or `undefined` where its divisor is zero.
func figure(_ ratio: ExactRatio?) -> String {
  ratio?.decimal(significantDigits: 6) ?? "undefined"
}
