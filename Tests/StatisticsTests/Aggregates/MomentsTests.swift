import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct MomentsTests {
  static func added(_ values: [Double]) -> Moments {
    var moments = Moments()
    for value in values { moments.add(value) }
    return moments
  }

  // MARK: Figures

  @Test func figuresOfWholeNumbers() throws {
    let moments = try Moments([2, 4, 4, 4, 5, 5, 7, 9])
    #expect(moments.count == 8)
    #expect(moments.mean == 5)
    #expect(moments.sumOfSquaredDeviations == 32)
    #expect(digits(of: try #require(moments.variance), against: 32.0 / 7) > 15)
    #expect(moments.description == "n 8, mean 5, standard deviation 2.13809")
  }

  @Test func fewValues() throws {
    let none = Moments()
    #expect(none.mean == nil && none.variance == nil && none.sumOfSquaredDeviations == nil)
    #expect(none.description == "n 0, mean undefined, standard deviation undefined")
    let one = try Moments([-3])
    #expect(one.mean == -3 && one.variance == nil && one.sumOfSquaredDeviations == 0)
    #expect(try Moments([]) == none)
  }

  @Test func aMeanFarFromZeroKeepsTheVariance() throws {
    // Whole deviations of known squares around 1e9: the exact variance is theirs.
    var generator = Generator(seed: 1)
    let deviations = (0..<20_001).map { _ in Double(Int.random(in: -17...17, using: &generator)) }
    let total = deviations.reduce(0, +)
    let squares = deviations.reduce(0) { $0 + $1 * $1 }
    let exact = (squares - total * total / 20_001) / 20_000
    let values = deviations.map { $0 + 1e9 }
    #expect(digits(of: try #require(Moments(values).variance), against: exact) > 12)
    #expect(digits(of: try #require(Self.added(values).variance), against: exact) > 12)
    print(
      "digits variance at mean 1e9:", digits(of: Self.added(values).variance ?? 0, against: exact))
  }

  @Test func anOutlierFirstCostsFewDigits() throws {
    let values = [1e9] + (0..<1000).map { Double($0 % 10) }
    let rest = 4.5
    let mean = (1e9 + 4500) / 1001
    var squares = (1e9 - mean) * (1e9 - mean)
    for value in values.dropFirst() { squares += (value - mean) * (value - mean) }
    #expect(digits(of: try #require(Moments(values).sumOfSquaredDeviations), against: squares) > 13)
    #expect(
      digits(of: try #require(Self.added(values).sumOfSquaredDeviations), against: squares) > 11)
    #expect(rest < mean)
  }

  @Test(arguments: [0.0, 1e6, -1e9, 1e12])
  func aGrossOutlierFirstIsForgotten(outlier: Double) throws {
    // Whole numbers around 1e9 with a known sum of squares, the outlier before them.
    let count = 1 << 17
    let deviations = (0..<count).map { Double($0 % 35 - 17) }
    let total = deviations.reduce(0, +)
    let squares = deviations.reduce(0) { $0 + $1 * $1 }
    let own = squares - total * total / Double(count)
    let gap = outlier - 1e9 - total / Double(count)
    let exact = own + gap * gap * Double(count) / Double(count + 1)
    let values = [outlier] + deviations.map { $0 + 1e9 }
    var inBlocks = Moments()
    inBlocks.add(contentsOf: values)
    var inParts = Self.added([outlier])
    inParts.merge(Self.added(Array(values.dropFirst())))
    for moments in [Self.added(values), inBlocks, inParts] {
      let found = try #require(moments.sumOfSquaredDeviations)
      #expect(digits(of: found, against: exact) > 11)
    }
  }

  @Test func aForgottenOutlierLeavesTheSpreadOfTheRest() throws {
    // The first value lies 1e5 deviations away: around it, many rows would keep few digits.
    var generator = Generator(seed: 3)
    let rest = generator.normals(300_000).map { 1e9 + 10 * $0 }
    let values = [1e9 + 1e6] + rest
    let exact = try #require(Moments(values).sumOfSquaredDeviations)
    let streamed = try #require(Self.added(values).sumOfSquaredDeviations)
    #expect(digits(of: streamed, against: exact) > 11)
    var blocks = Moments()
    blocks.add(contentsOf: values)
    #expect(digits(of: try #require(blocks.sumOfSquaredDeviations), against: exact) > 12)
    print("digits after a gross outlier:", digits(of: streamed, against: exact))
  }

  @Test(arguments: [0, 1, 2, 1023, 1024, 1025, 5000]) func blocksAreValuesOneByOne(count: Int)
    throws
  {
    var generator = Generator(seed: UInt64(count))
    let values = generator.normals(count).map { 1e6 + $0 }
    var blocks = Moments()
    blocks.add(contentsOf: values)
    let single = Self.added(values)
    #expect(blocks.count == count && single.count == count)
    #expect(agrees(blocks.mean ?? 0, single.mean ?? 0, relative: 1e-15))
    #expect(agrees(blocks.variance ?? 0, single.variance ?? 0, relative: 1e-12))
    // The shift follows the mean, so that a merge costs no digits.
    if count > 1 { #expect(abs(blocks.shift - 1e6) < 5 && abs(single.shift - 1e6) < 5) }
    let data = try JSONEncoder().encode(blocks)
    #expect(try JSONDecoder().decode(Moments.self, from: data) == blocks)
  }

  @Test func aBillionRows() throws {
    // The same block again and again, doubled thirty times: the variance stays what it was.
    var moments = try Moments((0..<1000).map { 1e9 + Double($0 % 21 - 10) })
    let variance = try #require(moments.sumOfSquaredDeviations) / 1000
    for _ in 0..<20 { moments.merge(moments) }
    #expect(moments.count == 1_048_576_000)
    let found = try #require(moments.sumOfSquaredDeviations) / 1_048_576_000
    #expect(digits(of: found, against: variance) > 12)
  }

  @Test func constantsDoNotVary() throws {
    for value in [0, 0.1, -1e9 - 0.3, 1e300, .leastNonzeroMagnitude] {
      let moments = try Moments([Double](repeating: value, count: 77))
      #expect(moments.mean == value)
      #expect(moments.variance == 0)
    }
  }

  // MARK: Merging

  @Test func partitionsMergeIntoTheWhole() throws {
    var generator = Generator(seed: 2)
    for trial in 0..<100 {
      let centre = [0.0, 1e9, -1e6][trial % 3]
      let values = generator.normals(200).map { centre + 10 * $0 }
      var parts = [[Double]](repeating: [], count: Int.random(in: 1...9, using: &generator))
      for value in values { parts[Int.random(in: parts.indices, using: &generator)].append(value) }
      var merged = Moments()
      for part in parts.shuffled(using: &generator) {
        merged.merge(trial % 2 == 0 ? Self.added(part) : try Moments(part))
      }
      let whole = try Moments(values)
      #expect(merged.count == 200)
      #expect(agrees(merged.mean ?? .nan, whole.mean ?? 0, relative: 1e-14, absolute: 1e-14))
      #expect(digits(of: merged.variance ?? .nan, against: whole.variance ?? 0) > 9)
    }
  }

  @Test func emptyPartsChangeNothing() throws {
    let whole = try Moments([1, 2, 4])
    var merged = whole
    merged.merge(Moments())
    #expect(merged == whole)
    var other = Moments()
    other.merge(whole)
    #expect(other == whole)
  }

  @Test func countsDoNotOverflow() throws {
    var moments = try #require(Moments(count: 1 << 53, shift: 0, sum: 0, sumOfSquares: 1))
    for _ in 0..<20 { moments.merge(moments) }
    #expect(moments.count == .max)
    #expect(moments.mean == nil && moments.variance == nil)
  }

  // MARK: Hostile

  @Test(
    arguments: [
      [1, .nan], [.nan, 1], [1, .infinity], [-.infinity], [.infinity, -.infinity, 3],
      [1e200, -1e200, 0], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude],
    ] as [[Double]])
  func addedValuesNeverPassForCertainty(values: [Double]) {
    // A sum that is not a number must not read as a variance of zero.
    let moments = Self.added(values)
    #expect(moments.variance == nil)
    #expect(moments.standardDeviation == nil)
    var merged = Self.added([1, 2, 3])
    merged.merge(moments)
    #expect(merged.variance == nil)
  }

  @Test func hostileValuesAreNamed() {
    let table: [([Double], String)] = [
      ([1, .nan, 3], "nonFinite"), ([.infinity], "nonFinite"), ([1e200, -1e200], "overflow"),
      ([.greatestFiniteMagnitude, -.greatestFiniteMagnitude], "overflow"),
      ([0, 1e-170], "undefined"), ([1, 2], "none"), ([], "none"),
    ]
    for (values, expected) in table {
      #expect(thrownCase { try Moments(values) } == expected, "\(values)")
    }
    let sentence = thrownSentence { try Moments([1, .nan, .infinity], column: "pay") }
    #expect(sentence.contains("\"pay\"") && sentence.contains("rows 2, 3"))
  }

  @Test func storedSumsAreChecked() throws {
    let moments = try Moments([1, 2, 4, 1e9])
    let data = try JSONEncoder().encode(moments)
    #expect(try JSONDecoder().decode(Moments.self, from: data) == moments)
    let forged: [(Int, Double, Double, Double)] = [
      (-1, 0, 0, 0), (0, 0, 1, 1), (0, 0, 0, 1), (1, 0, 2, 1), (1, 0, 1, 9), (3, 0, 9, 1),
      (.max, 0, 0, 0), (2, .nan, 0, 0), (2, 0, .infinity, 0), (2, 0, 0, -1), (2, 0, 0, .nan),
      (2, 0, 1e200, 1),
    ]
    for (count, shift, sum, squares) in forged {
      #expect(Moments(count: count, shift: shift, sum: sum, sumOfSquares: squares) == nil)
    }
    for text in [
      #"{"count":-5,"shift":0,"sum":0,"sumOfSquares":0}"#,
      #"{"count":3,"shift":0,"sum":0,"sumOfSquares":-2}"#,
      #"{"count":3,"shift":0,"sum":30,"sumOfSquares":1}"#,
      #"{"count":9223372036854775807,"shift":0,"sum":0,"sumOfSquares":1}"#,
      #"{"count":3,"shift":0,"sum":1}"#, #"{"count":3.5,"shift":0,"sum":0,"sumOfSquares":1}"#,
    ] {
      #expect(throws: (any Error).self, "\(text)") {
        try JSONDecoder().decode(Moments.self, from: Data(text.utf8))
      }
    }
  }

  @Test func countsBeyondTheLimitTakeMoreValues() throws {
    var moments = try #require(Moments(count: 1 << 53, shift: 0, sum: 0, sumOfSquares: 0))
    let full = try JSONEncoder().encode(moments)
    #expect(try JSONDecoder().decode(Moments.self, from: full) == moments)
    moments.add(1)
    moments.add(1)
    moments.merge(moments)
    #expect(moments.count == .max && moments.mean == nil)
    // Two groups whose counts once summed beyond Int.
    #expect(
      thrownCase { try MeanDifference(treated: moments, control: moments, design: .beforeAfter) }
        == "overflow")
  }

  @Test func publishedFiguresComeBack() throws {
    let moments = try #require(Moments(count: 12, mean: -3.5, standardDeviation: 2.25))
    #expect(moments.mean == -3.5 && moments.count == 12)
    #expect(digits(of: try #require(moments.standardDeviation), against: 2.25) > 14)
    #expect(Moments(count: 1, mean: 4, standardDeviation: 0)?.mean == 4)
    for (count, mean, deviation) in [
      (0, 1, 0), (-2, 1, 1), (1, 1, 2), (3, .nan, 1), (3, .infinity, 1), (3, 1, -1), (3, 1, .nan),
      (3, 1, 1e200), (.max, 1, 1),
    ] as [(Int, Double, Double)] {
      #expect(
        Moments(count: count, mean: mean, standardDeviation: deviation) == nil,
        "\(count) \(mean) \(deviation)")
    }
  }
}
