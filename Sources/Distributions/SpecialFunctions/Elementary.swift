#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The one file that sees the C library: every other file of the module calls these names. Only
// functions that are correctly rounded to within an ulp or so are taken from there; its gamma and
// error functions differ between platforms and are not used.

// MARK: - The C library

func exp(_ x: Double) -> Double { Platform.exp(x) }
func expm1(_ x: Double) -> Double { Platform.expm1(x) }
func log(_ x: Double) -> Double { Platform.log(x) }
func log1p(_ x: Double) -> Double { Platform.log1p(x) }
func pow(_ x: Double, _ y: Double) -> Double { Platform.pow(x, y) }
func sin(_ x: Double) -> Double { Platform.sin(x) }
func cos(_ x: Double) -> Double { Platform.cos(x) }
func acos(_ x: Double) -> Double { Platform.acos(x) }

private enum Platform {
  #if canImport(Glibc)
    static func exp(_ x: Double) -> Double { Glibc.exp(x) }
    static func expm1(_ x: Double) -> Double { Glibc.expm1(x) }
    static func log(_ x: Double) -> Double { Glibc.log(x) }
    static func log1p(_ x: Double) -> Double { Glibc.log1p(x) }
    static func pow(_ x: Double, _ y: Double) -> Double { Glibc.pow(x, y) }
    static func sin(_ x: Double) -> Double { Glibc.sin(x) }
    static func cos(_ x: Double) -> Double { Glibc.cos(x) }
    static func acos(_ x: Double) -> Double { Glibc.acos(x) }
  #elseif canImport(Musl)
    static func exp(_ x: Double) -> Double { Musl.exp(x) }
    static func expm1(_ x: Double) -> Double { Musl.expm1(x) }
    static func log(_ x: Double) -> Double { Musl.log(x) }
    static func log1p(_ x: Double) -> Double { Musl.log1p(x) }
    static func pow(_ x: Double, _ y: Double) -> Double { Musl.pow(x, y) }
    static func sin(_ x: Double) -> Double { Musl.sin(x) }
    static func cos(_ x: Double) -> Double { Musl.cos(x) }
    static func acos(_ x: Double) -> Double { Musl.acos(x) }
  #elseif canImport(Darwin)
    static func exp(_ x: Double) -> Double { Darwin.exp(x) }
    static func expm1(_ x: Double) -> Double { Darwin.expm1(x) }
    static func log(_ x: Double) -> Double { Darwin.log(x) }
    static func log1p(_ x: Double) -> Double { Darwin.log1p(x) }
    static func pow(_ x: Double, _ y: Double) -> Double { Darwin.pow(x, y) }
    static func sin(_ x: Double) -> Double { Darwin.sin(x) }
    static func cos(_ x: Double) -> Double { Darwin.cos(x) }
    static func acos(_ x: Double) -> Double { Darwin.acos(x) }
  #endif
}

// MARK: - Without cancellation

/// Computes `log(1 + x) - x` without cancellation, for x > -1.
///
/// With r = x / (2 + x) and y = r^2 it is `r (2 y (1/3 + y/5 + y^2/7 + ...) - x)`, whose two terms
/// have the same sign or differ ninefold; beyond [-1/2, 1] the definition itself loses nothing.
package func log1pMinus(_ x: Double) -> Double {
  guard x >= -0.5, x <= 1 else { return log1p(x) - x }
  let ratio = x / (2 + x)
  let square = ratio * ratio
  var power = 1.0
  var sum = 1.0 / 3
  var divisor = 5.0
  while true {
    power *= square
    let next = sum + power / divisor
    if next == sum { break }
    sum = next
    divisor += 2
  }
  return ratio * (2 * square * sum - x)
}

/// Computes `size * (log(1 + offset/size) - offset/size)`: minus a deviance, never positive.
///
/// `relative` is 1 + offset/size, given apart since it may be far more accurate near zero.
///
/// **Reference:** Loader, C. (2000), *Fast and Accurate Computation of Binomial Probabilities*.
func negativeDeviance(size: Double, offset: Double, relative: Double) -> Double {
  if abs(offset) <= 0.5 * size { return size * log1pMinus(offset / size) }
  return size * log(relative) - offset
}

/// Computes `x * y - z` with a single rounding of the product's tail.
func productMinus(_ x: Double, _ y: Double, _ z: Double) -> Double {
  let product = x * y
  let tail = (-product).addingProduct(x, y)
  return (product - z) + tail
}

/// Computes `exp(-x * x / 2)` to full relative accuracy, whatever the size of x.
///
/// The square's rounding would be magnified by x^2 / 2. So the leading 26 bits are squared, which is
/// exact, and what they leave enters by the series of its exponential.
func gaussian(_ x: Double) -> Double {
  guard x * x < 1500 else { return x.isNaN ? .nan : 0 }
  let head = Double(bitPattern: x.bitPattern & 0xFFFF_FFFF_F800_0000)
  let rest = 0.5 * (x - head) * (x + head)
  return exp(-0.5 * head * head) * (1 - rest * (1 - 0.5 * rest * (1 - rest / 3)))
}
