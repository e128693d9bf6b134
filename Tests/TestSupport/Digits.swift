import Foundation

/// The number of correct significant digits: the log relative error, capped at 15.95.
///
/// Where the reference is zero the log absolute error is taken. Any value that is not finite has no
/// digit, unless it equals the reference.
public func digits(of value: Double, against reference: Double) -> Double {
  if value == reference { return 15.95 }
  guard value.isFinite, reference.isFinite else { return 0 }
  let error = abs(value - reference) / (reference == 0 ? 1 : abs(reference))
  return error < 1 ? min(15.95, -log10(error)) : 0
}

/// Whether |value - reference| <= relative |reference| + absolute; infinities agree with their like
/// alone.
public func agrees(
  _ value: Double, _ reference: Double, relative: Double, absolute: Double = 0
) -> Bool {
  if value == reference { return true }
  guard value.isFinite, reference.isFinite else { return false }
  return abs(value - reference) <= relative * abs(reference) + absolute
}
