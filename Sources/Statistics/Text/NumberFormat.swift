/// A number for people: at most `digits` significant digits, thousands unseparated, no exponent
/// between 1e-4 and 1e15.
///
/// The text is rounded half away from zero on the shortest decimal that round-trips, so that it
/// does not hang on the last bits of a sum. NaN and infinities read `undefined` and `unbounded`.
package func formatted(_ value: Double, significantDigits digits: Int = 6) -> String {
  if value.isNaN { return "undefined" }
  if value.isInfinite { return value < 0 ? "-unbounded" : "unbounded" }
  if value == 0 { return "0" }
  var (negative, figures, exponent) = decimalParts(value)
  let kept = max(1, digits)
  if figures.count > kept {
    let roundUp = figures[kept] >= 5
    figures.removeSubrange(kept...)
    if roundUp { exponent += increment(&figures) }
  }
  while figures.count > 1, figures.last == 0 { figures.removeLast() }
  return (negative ? "-" : "") + positional(figures, exponent)
}

/// A number for people with exactly `places` decimals, rounded half away from zero on the shortest
/// decimal.
package func formatted(_ value: Double, decimals places: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return formatted(value) }
  var (negative, figures, exponent) = decimalParts(value)
  let places = max(0, places)
  // The digits before the point are exponent + 1; keep them and `places` more.
  let keep = exponent + 1 + places
  if keep < 0 {
    figures = [0]
    exponent = 0
  } else if figures.count > keep {
    let roundUp = figures[keep] >= 5
    figures.removeSubrange(keep...)
    if roundUp {
      if figures.isEmpty {
        figures = [1]
        exponent += 1
      } else {
        exponent += increment(&figures)
      }
    } else if figures.isEmpty {
      figures = [0]
      exponent = 0
    }
  }
  if figures.allSatisfy({ $0 == 0 }) { negative = false }
  let whole = exponent < 0 ? "0" : digitsText(figures, from: 0, count: exponent + 1)
  guard places > 0 else { return (negative ? "-" : "") + whole }
  let leading = min(max(0, -exponent - 1), places)
  let fraction =
    String(repeating: "0", count: leading)
    + digitsText(figures, from: max(0, exponent + 1), count: places - leading)
  return (negative ? "-" : "") + whole + "." + fraction
}

// MARK: - Decimal digits

/// Sign, significant digits and the power of ten of the first digit, of the shortest round-trip
/// decimal.
private func decimalParts(_ value: Double) -> (negative: Bool, figures: [Int], exponent: Int) {
  var figures: [Int] = []
  var exponent = 0
  var sawPoint = false
  var written = 0
  var scientific = 0
  let text = Array(abs(value).description.utf8)
  var index = 0
  var wholeDigits = 0
  while index < text.count {
    let byte = text[index]
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      scientific = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
      break
    }
    if byte == UInt8(ascii: ".") {
      sawPoint = true
    } else {
      figures.append(Int(byte) - 48)
      written += 1
      if !sawPoint { wholeDigits += 1 }
    }
    index += 1
  }
  let leadingZeros = figures.prefix { $0 == 0 }.count
  guard leadingZeros < figures.count else { return (value < 0, [0], 0) }
  figures.removeFirst(leadingZeros)
  while figures.count > 1, figures.last == 0 { figures.removeLast() }
  exponent = wholeDigits - 1 - leadingZeros + scientific
  return (value < 0, figures, exponent)
}

/// Adds one unit in the last place; returns 1 when a new leading digit appeared.
private func increment(_ figures: inout [Int]) -> Int {
  var place = figures.count - 1
  while place >= 0 {
    if figures[place] < 9 {
      figures[place] += 1
      return 0
    }
    figures[place] = 0
    place -= 1
  }
  figures.insert(1, at: 0)
  figures.removeLast()
  return 1
}

private func digitsText(_ figures: [Int], from start: Int, count: Int) -> String {
  var text = ""
  for place in start..<(start + max(0, count)) {
    text += String(place < figures.count ? figures[place] : 0)
  }
  return text
}

private func positional(_ figures: [Int], _ exponent: Int) -> String {
  if exponent >= 15 || exponent < -4 {
    let rest = digitsText(figures, from: 1, count: figures.count - 1)
    return String(figures[0]) + (rest.isEmpty ? "" : "." + rest) + "e" + String(exponent)
  }
  if exponent < 0 {
    return "0." + String(repeating: "0", count: -exponent - 1)
      + digitsText(figures, from: 0, count: figures.count)
  }
  let whole = digitsText(figures, from: 0, count: exponent + 1)
  guard figures.count > exponent + 1 else { return whole }
  return whole + "."
    + digitsText(figures, from: exponent + 1, count: figures.count - exponent - 1)
}
