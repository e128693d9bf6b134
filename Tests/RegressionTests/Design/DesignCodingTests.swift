import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// Designs against R's `model.matrix`, in the rows fitted and in new ones.
@Suite struct DesignCodingTests {
  /// The cases of the reference by name, as they are written here.
  static let terms: [String: (terms: ModelTerms, intercept: Bool)] = [
    "numbers": (["x", .numeric("w")], true),
    "factors": (["g", .factor("h")], true),
    "product": (["x", "w", .interaction("x", "w")], true),
    "crossed_numeric_factor": ([.crossing("x", "g")], true),
    "only_interaction": ([.interaction("x", "g")], true),
    "interaction_with_number": (["x", .interaction("x", "g")], true),
    "factors_crossed": ([.crossing("g", "h")], true),
    "factors_interacted": ([.interaction("g", "h")], true),
    "one_margin": (["g", .interaction("g", "h")], true),
    // R puts the variables of an interaction in the order of their first use.
    "other_margin": (["h", .interaction("h", "g")], true),
    "three_way": ([.crossing("g", "h", "x")], true),
    "three_margins": (
      [.interaction("g", "h"), .interaction("g", "k"), .interaction("g", "h", "k")], true
    ),
    "no_intercept": (["x", "g", "h"], false),
    "no_intercept_crossed": ([.crossing("g", "h")], false),
    "reference": ([.factor("g", reference: "red"), "w"], true),
    "reference_crossed": (
      [.factor("g", reference: "red"), "w", .interaction("g", "w")], true
    ),
    "poly2": ([.polynomial("x", degree: 2)], true),
    "poly1": ([.polynomial("x", degree: 1)], true),
    "poly5": ([.polynomial("x", degree: 5)], true),
    "raw3": ([.polynomial("x", degree: 3, isRaw: true)], true),
    "ns4": ([.naturalSpline("x", degreesOfFreedom: 4)], true),
    "ns1": ([.naturalSpline("x", degreesOfFreedom: 1)], true),
    "ns7": ([.naturalSpline("x", degreesOfFreedom: 7)], true),
    "ns_knots": ([.naturalSpline("x", knots: [30, 45])], true),
    "ns_one_knot": ([.naturalSpline("x", knots: [38.5])], true),
    "ns_boundary": ([.naturalSpline("x", knots: [30, 45], boundary: 15...70)], true),
    "ns_crossed": ([.crossing(.naturalSpline("x", degreesOfFreedom: 3), "h")], true),
    "transforms": (
      [
        .transformed("z", .logarithm), .transformed("z", .logarithmOfOnePlus),
        .transformed("z", .squareRoot), .transformed("w", .square),
      ], true
    ),
    "centered": ([.crossing(.transformed("x", .centered), "h")], true),
    "standardized": (
      [.transformed("x", .standardized), .transformed("z", .standardized)], true
    ),
    "poly_factor": ([.interaction("g", .polynomial("x", degree: 2))], true),
    "sum": ([.factor("g", contrasts: .sum), "w"], true),
  ]

  static func frame(_ data: JSONValue) throws -> DataFrame {
    try DataFrame(
      ["x", "z", "w", "g", "h", "k"].map { name in
        let cells = try #require(data[name].array)
        return cells[0].string == nil
          ? Column(name, numbers: cells.map(\.double))
          : Column(name, categories: cells.map(\.string))
      })
  }

  static func expect(_ design: DesignMatrix, _ reference: JSONValue, _ label: String) throws {
    let rows = try #require(reference.array)
    try #require(design.matrix.rowCount == rows.count, "\(label)")
    for (place, row) in rows.enumerated() {
      let cells = try #require(row.array).compactMap(\.double)
      try #require(cells.count == design.names.count, "\(label)")
      for (column, cell) in cells.enumerated() {
        #expect(
          abs(design.matrix[place, column] - cell) <= 1e-12 * max(1, abs(cell)),
          "\(label): row \(place), \(design.names[column])")
      }
    }
  }

  @Test func agreesWithR() throws {
    let reference = try Frames.json("designs")
    let (data, new) = (try Self.frame(reference["data"]), try Self.frame(reference["new"]))
    let cases = try #require(reference["cases"].array)
    #expect(Set(cases.compactMap(\.["name"].string)) == Set(Self.terms.keys))
    for item in cases {
      let name = try #require(item["name"].string)
      let (terms, intercept) = try #require(Self.terms[name])
      let design = try DesignMatrix(data, predictors: terms, intercept: intercept)
      #expect(design.names == item["names"].array?.compactMap(\.string), "\(name)")
      try Self.expect(design, item["rows"], name)
      // The coding alone makes the columns of new rows, also after it was stored.
      let coding = try #require(design.coding)
      #expect(coding.names == design.names && coding.hasIntercept == intercept)
      let stored = try JSONDecoder().decode(
        DesignCoding.self, from: JSONEncoder().encode(coding))
      #expect(stored == coding)
      try Self.expect(DesignMatrix(new, coding: stored), item["new"], "\(name), new rows")
      #expect(try DesignMatrix(data, coding: stored).matrix == design.matrix, "\(name)")
    }
  }

  // MARK: Models

  @Test func modelsTakeTermsAndKeepTheirCoding() throws {
    let frame = try Frames.made(200, seed: 5)
    let terms: ModelTerms = [
      "a", .factor("team", reference: "red"), .interaction("a", "team"),
      .naturalSpline("c", degreesOfFreedom: 3),
    ]
    let model = try LinearRegression(frame, outcome: "y", predictors: terms, covariance: .hc3)
    #expect(
      model.coefficientNames == [
        "(Intercept)", "a", "teamblue", "teamgreen", "ns(c, df = 3)1", "ns(c, df = 3)2",
        "ns(c, df = 3)3", "a:teamblue", "a:teamgreen",
      ])
    // Fitted values by the coding are those of the fit.
    let design = try DesignMatrix(frame, coding: try #require(model.coding))
    let fitted = try #require(design.matrix.times(model.coefficients))
    let outcome = try frame.completeNumbers(of: "y")
    for row in 0..<200 { #expect(abs(outcome[row] - fitted[row] - model.residuals[row]) < 1e-12) }
    let odds = try LogisticRegression(
      frame, outcome: "flag", predictors: [.factor("team", reference: "red"), "a"])
    #expect(odds.coefficientNames == ["(Intercept)", "teamblue", "teamgreen", "a"])
    #expect(odds.coding?.columns == ["team", "a"])
    // Another reference is another view of the same model.
    let other = try LogisticRegression(frame, outcome: "flag", predictors: ["team", "a"])
    #expect(digits(of: odds.deviance, against: other.deviance) > 13)
    #expect(digits(of: odds.coefficients[1], against: -other.coefficients[2]) > 11)
    // The columns that terms read are the ones that must be complete.
    #expect(
      thrownCase { try LinearRegression(frame, outcome: "a", predictors: terms) }
        == "invalidArgument")
  }

  @Test func termsGoThroughTheModelChecker() throws {
    var checks = try ModelChecks("terms", varianceOfCopies: ModelChecks<LinearRegression>.halved) {
      try LinearRegression(
        $0, outcome: "y",
        predictors: [
          "a", "b", .factor("team", reference: "red"), .transformed("weight", .logarithm),
        ],
        covariance: .hc0)
    }
    checks.names = ["(Intercept)", "a", "b", "teamblue", "teamgreen", "log(weight)"]
    try checks.run()
  }

  // MARK: New rows

  @Test func strangersAreNamed() throws {
    let frame = try Frames.made(60, seed: 6)
    let model = try LinearRegression(
      frame, outcome: "y",
      predictors: ["a", "team", .factor("cluster"), .transformed("weight", .logarithm)])
    let coding = try #require(model.coding)
    func fault(_ column: Column) throws -> EvaluationError? {
      let changed = try DataFrame(frame.columns.map { $0.name == column.name ? column : $0 })
      do {
        _ = try DesignMatrix(changed, coding: coding)
        return nil
      } catch { return error }
    }
    let teams = try frame.categories(of: "team")
    #expect(
      try fault(
        Column("team", categories: teams.enumerated().map { $0 == 4 || $0 == 9 ? "mauve" : $1 }))
        == .invalidValues(
          column: "team", rows: AffectedRows([5, 10]),
          needed: "levels that the model knows: blue, green, red", found: "\"mauve\""))
    // Fewer levels than were fitted still make all columns.
    let blue = try DataFrame(
      frame.columns.map {
        $0.name == "team" ? Column("team", categories: teams.map { _ in "red" }) : $0
      })
    #expect(try DesignMatrix(blue, coding: coding).names == model.coefficientNames)
    let clusters = try frame.integers(of: "cluster")
    let exposures = try frame.completeNumbers(of: "weight")
    let table: [(String, Column, String)] = [
      ("integer level", Column("cluster", integers: [99] + clusters.dropFirst()), "invalidValues"),
      ("type", Column("team", numbers: exposures), "wrongType"),
      ("numbers gone", Column("a", categories: teams), "wrongType"),
      ("missing", Column("team", categories: [nil] + teams.dropFirst()), "missingCells"),
      ("NaN", Column("a", numbers: [.nan] + exposures.dropFirst()), "nonFinite"),
      ("domain", Column("weight", numbers: [0] + exposures.dropFirst()), "invalidValues"),
    ]
    for (label, column, expected) in table {
      #expect(
        thrownCase { if let error = try fault(column) { throw error } } == expected, "\(label)")
    }
    #expect(
      thrownCase { try DesignMatrix(frame.selecting(columns: ["a", "team"]), coding: coding) }
        == "missingColumn")
    #expect(
      thrownCase { try DesignMatrix(frame.selecting(rows: []), coding: coding) } == "tooFew")
  }

  // MARK: Hostile

  @Test func hostileTerms() throws {
    let frame = try DataFrame([
      Column("x", numbers: [1, 2, 3, 4, 5, 6]), Column("n", numbers: [-1, 0, 1, 2, 3, 4]),
      Column("k", numbers: [7, 7, 7, 7, 7, 7]), Column("two", numbers: [0, 1, 0, 1, 1, 0]),
      Column("big", numbers: [1, 2, 3, 4, 5, 1e300]), Column("tied", numbers: [1, 1, 1, 1, 1, 2]),
      Column("g", categories: ["a", "b", "a", "b", "c", "c"]),
      Column("one", categories: ["z", "z", "z", "z", "z", "z"]),
      Column("flag", booleans: [true, false, true, false, true, true]),
    ])
    func fault(_ terms: ModelTerms, intercept: Bool = true) -> String {
      thrownCase { try DesignMatrix(frame, predictors: terms, intercept: intercept) }
    }
    func nested(_ depth: Int) -> ModelTerm {
      (0..<depth).reduce("x") { term, _ in .interaction(term) }
    }
    let many = (0..<40).map { ModelTerm.column("c\($0)") }
    let table: [(String, String, String)] = [
      ("twice", fault(["x", "x"]), "duplicateColumn"),
      (
        "twice the same spline",
        fault([
          .naturalSpline("x", degreesOfFreedom: 2), "g", .naturalSpline("x", degreesOfFreedom: 2),
        ]), "duplicateColumn"
      ),
      (
        "two references", fault([.factor("g", reference: "a"), .factor("g", reference: "b")]),
        "duplicateColumn"
      ),
      ("crossing repeats a term", fault(["x", .crossing("x", "g")]), "none"),
      ("interaction twice", fault([.interaction("x", "g"), .interaction("g", "x")]), "none"),
      ("a factor with itself", fault([.interaction("g", "g")]), "none"),
      ("unknown reference", fault([.factor("g", reference: "d")]), "invalidArgument"),
      ("numbers as factor", fault([.factor("x")]), "wrongType"),
      ("text as number", fault([.numeric("g")]), "wrongType"),
      ("a flag as number", fault([.numeric("flag")]), "none"),
      ("a flag as factor", fault([.factor("flag")]), "none"),
      ("absent", fault([.interaction("x", "absent")]), "missingColumn"),
      ("nothing", fault([.interaction()]), "invalidArgument"),
      ("nothing crossed", fault([.crossing()]), "invalidArgument"),
      ("nothing at all", fault([], intercept: false), "tooFew"),
      ("too many products", fault([.crossing(of: many)]), "overflow"),
      ("too deep", fault([nested(70)]), "overflow"),
      ("deep", fault([nested(60)]), "none"),
      ("degree zero", fault([.polynomial("x", degree: 0)]), "invalidArgument"),
      ("degree huge", fault([.polynomial("x", degree: .max)]), "invalidArgument"),
      ("degree of two values", fault([.polynomial("two", degree: 2)]), "tooFew"),
      ("power of a constant", fault([.polynomial("k", degree: 1)]), "tooFew"),
      ("power beyond range", fault([.polynomial("big", degree: 2, isRaw: true)]), "overflow"),
      ("orthogonal in range", fault([.polynomial("big", degree: 1)]), "none"),
      (
        "spline without freedom", fault([.naturalSpline("x", degreesOfFreedom: 0)]),
        "invalidArgument"
      ),
      ("spline of minus", fault([.naturalSpline("x", degreesOfFreedom: .min)]), "invalidArgument"),
      ("spline huge", fault([.naturalSpline("x", degreesOfFreedom: .max)]), "invalidArgument"),
      ("spline of ties", fault([.naturalSpline("tied", degreesOfFreedom: 3)]), "undefined"),
      ("spline of a constant", fault([.naturalSpline("k", degreesOfFreedom: 2)]), "constantColumn"),
      ("knots fall", fault([.naturalSpline("x", knots: [4, 3])]), "invalidArgument"),
      ("knots outside", fault([.naturalSpline("x", knots: [9])]), "invalidArgument"),
      ("knots NaN", fault([.naturalSpline("x", knots: [.nan])]), "invalidArgument"),
      (
        "boundary infinite", fault([.naturalSpline("x", knots: [3], boundary: 0...(.infinity))]),
        "invalidArgument"
      ),
      (
        "boundary empty", fault([.naturalSpline("x", knots: [], boundary: 3...3)]),
        "invalidArgument"
      ),
      ("log of zero", fault([.transformed("n", .logarithm)]), "invalidValues"),
      ("log1p of -1", fault([.transformed("n", .logarithmOfOnePlus)]), "invalidValues"),
      ("root of -1", fault([.transformed("n", .squareRoot)]), "invalidValues"),
      ("square of a sign", fault([.transformed("k", .square)]), "constantColumn"),
      ("square beyond range", fault([.transformed("big", .square)]), "overflow"),
      ("standardized constant", fault([.transformed("k", .standardized)]), "constantColumn"),
      ("log of text", fault([.transformed("g", .logarithm)]), "wrongType"),
      ("one level", fault([.factor("one")]), "constantColumn"),
      ("one level in a product", fault(["x", .interaction("x", "one")]), "constantColumn"),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
    #expect(
      "\(try #require(DesignMatrix(frame, predictors: ["x", .factor("g", reference: "b")]).coding))"
        == "x + g; g against b")
  }

  @Test func forgedCodingsAreRefused() throws {
    let frame = try Frames.made(60, seed: 7)
    let coding = try #require(
      DesignMatrix(
        frame,
        predictors: [
          .factor("team", reference: "green"), .polynomial("a", degree: 2),
          .naturalSpline("b", knots: [0]), .transformed("c", .standardized),
        ]
      ).coding)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(coding), as: UTF8.self)
    let forgeries = [
      (
        "[\"blue\",\"green\",\"red\"],\"reference\":1",
        "[\"blue\",\"green\",\"red\"],\"reference\":3"
      ),
      ("[\"blue\",\"green\",\"red\"]", "[\"blue\",\"blue\",\"red\"]"),
      ("\"degree\":2,\"isRaw\":false,\"norms\":[", "\"degree\":2,\"isRaw\":false,\"norms\":[-"),
      ("\"degree\":2,\"isRaw\":false,\"norms\":[", "\"degree\":2,\"isRaw\":false,\"norms\":[1,"),
      ("\"knots\":[0],\"lower\"", "\"knots\":[0,0],\"lower\""),
      ("\"knots\":[0],\"lower\"", "\"knots\":[1e9],\"lower\""),
      ("\"variables\":[0]", "\"variables\":[9]"), ("\"variables\":[0]", "\"variables\":[]"),
      ("\"deviation\":", "\"deviation\":-"),
    ]
    for (original, forged) in forgeries {
      #expect(text.contains(original), "\(original)")
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(DesignCoding.self, from: forgery)
      }
    }
  }
}
