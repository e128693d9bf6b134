import Statistics
import TestSupport
import Testing

@Suite struct NumberFormatTests {
  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (123456, "123456"), (1234567, "1234570"),
      (0.1 + 0.2, "0.3"), (2.0 / 3, "0.666667"), (9.9999999, "10"), (-9.9999999, "-10"),
      (999999.5, "1000000"), (0.99999951, "1"), (1.0000005, "1"), (1.000005, "1.00001"),
      (0.1234565, "0.123457"), (-0.1234565, "-0.123457"), (0.0001, "0.0001"),
      (0.00012345678, "0.000123457"),
      (0.00009999999, "0.0001"), (0.0000123, "1.23e-5"), (1e-300, "1e-300"),
      (9.9999999e-5, "0.0001"),
      (1e14, "100000000000000"), (999999999999999, "1e15"), (1e15, "1e15"), (1.5e300, "1.5e300"),
      (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.79769e308"),
      (.nan, "undefined"), (.infinity, "unbounded"), (-.infinity, "-unbounded"), (2.5e-7, "2.5e-7"),
    ] as [(Double, String)])
  func sixDigits(value: Double, expected: String) {
    #expect(formatted(value) == expected)
  }

  @Test(
    arguments: [
      (1234.5, 1, "1000"), (1500, 1, "2000"), (0.25, 1, "0.3"), (-0.25, 1, "-0.3"),
      (0.35, 1, "0.4"),
      (9.96, 2, "10"), (0.0996, 2, "0.1"), (123.456, 10, "123.456"), (5, 0, "5"), (7.7, -3, "8"),
      (Double.pi, 17, "3.141592653589793"),
    ] as [(Double, Int, String)])
  func otherDigits(value: Double, count: Int, expected: String) {
    #expect(formatted(value, significantDigits: count) == expected)
  }

  @Test(
    arguments: [
      (0, 2, "0.00"), (-0.0, 2, "0.00"), (0.005, 2, "0.01"), (-0.005, 2, "-0.01"),
      (0.0049, 2, "0.00"),
      (-0.0049, 2, "0.00"), (1.005, 2, "1.01"), (2.675, 2, "2.68"), (9.995, 2, "10.00"),
      (0.5, 0, "1"),
      (-0.5, 0, "-1"), (0.49, 0, "0"), (99.5, 0, "100"), (0.096, 2, "0.10"), (0.96, 1, "1.0"),
      (9.99, 1, "10.0"), (1234567.891, 2, "1234567.89"), (12, 3, "12.000"), (1e-300, 3, "0.000"),
      (0.05, 1, "0.1"), (0.04, 1, "0.0"), (123456789012345, 1, "123456789012345.0"),
      (1e15, 2, "1e15"),
      (.nan, 2, "undefined"), (.infinity, 1, "unbounded"), (1.5, -4, "2"), (0.01, 2, "0.01"),
      (0.001, 2, "0.00"), (100, 0, "100"),
    ] as [(Double, Int, String)])
  func fixedDecimals(value: Double, places: Int, expected: String) {
    #expect(formatted(value, decimals: places) == expected)
  }

  @Test func textsComeBackNearTheNumber() {
    var generator = Generator(seed: 5)
    for _ in 0..<2000 {
      let exponent = Double(Int.random(in: -30...30, using: &generator))
      let value = generator.normal() * (Double("1e\(Int(exponent))") ?? 1)
      let back = Double(formatted(value)) ?? .nan
      #expect(abs(back - value) <= 5.0001e-6 * abs(value))
      let decimals = formatted(value, decimals: 3)
      if abs(value) < 1e15 {
        #expect(abs((Double(decimals) ?? .nan) - value) <= 0.00050001 + 1e-15 * abs(value))
        #expect(decimals.split(separator: ".").last?.count == 3)
      }
    }
  }
}
