import DataFrames
import Statistics

/// How the columns of a design are made from data: levels, references, knots, means and powers as
/// the rows fitted gave them, so that new rows get the same columns.
///
/// A fitted model stores it. Factors are coded by contrasts where a margin of their term stands
/// earlier in the model (or the intercept does), else by a column for each level: R's rule.
///
/// ```swift
/// let model = try LinearRegression(people, outcome: "score", predictors: ["coached", "role"])
/// let design = try DesignMatrix(newcomers, coding: model.coding!)
/// ```
///
/// **Reference:** Chambers and Hastie (1992), Statistical Models in S, section 2.4.1.
/// **Same as:** R `model.matrix(delete.response(terms(m)), new, xlev = m$xlevels)`.
public struct DesignCoding: Sendable, Hashable, Codable {
  /// One term: its variables, and whether each is coded by a column for every level.
  struct CodedTerm: Sendable, Hashable, Codable {
    let variables: [Int]
    let isFull: [Bool]
  }

  /// The terms as they were written.
  public let terms: ModelTerms
  /// Whether a column of ones comes first.
  public let hasIntercept: Bool
  let variables: [VariableCoding]
  let coded: [CodedTerm]

  // MARK: Fitting

  /// Takes levels, references, knots and means from the rows to be fitted.
  ///
  /// - Throws: what building a design of terms throws.
  init(
    _ frame: DataFrame, terms: ModelTerms, intercept: Bool, in cases: CompleteCases?
  ) throws(EvaluationError) {
    let products = try terms.products()
    var places: [ModelTerm: Int] = [:]
    var variables: [VariableCoding] = []
    var sets: [[Int]] = []
    for product in products {
      var members: [Int] = []
      for variable in product {
        if let place = places[variable] {
          members.append(place)
          continue
        }
        places[variable] = variables.count
        members.append(variables.count)
        variables.append(try VariableCoding(variable, frame, in: cases))
      }
      sets.append(members)
    }
    self.terms = terms
    hasIntercept = intercept
    self.variables = variables
    coded = Self.coded(sets, isFactor: variables.map(\.isFactor), intercept: intercept)
  }

  /// R's rule: contrasts where the term without the factor lies within an earlier term, or is empty;
  /// without an intercept the first factor keeps all levels.
  private static func coded(
    _ terms: [[Int]], isFactor: [Bool], intercept: Bool
  ) -> [CodedTerm] {
    var needsFull = !intercept
    var earlier: [Set<Int>] = []
    var result: [CodedTerm] = []
    for term in terms {
      let all = Set(term)
      let isFull = term.map { variable -> Bool in
        guard isFactor[variable] else { return false }
        if needsFull {
          needsFull = false
          return true
        }
        let margin = all.subtracting([variable])
        return !margin.isEmpty && !earlier.contains { margin.isSubset(of: $0) }
      }
      result.append(CodedTerm(variables: term, isFull: isFull))
      earlier.append(all)
    }
    return result
  }

  // MARK: Names

  /// The data columns that are read, each once.
  public var columns: [String] { terms.columns }

  /// The names of the design's columns in order.
  public var names: [String] {
    (hasIntercept ? [DesignMatrix.interceptName] : []) + coded.flatMap { names(of: $0) }
  }

  /// The columns of a term, those of the first variable running fastest.
  func names(of term: CodedTerm) -> [String] {
    var result = [""]
    for (place, variable) in term.variables.enumerated() {
      let own = variables[variable].names(isFull: term.isFull[place])
      result = own.flatMap { name in
        result.map { place == 0 ? name : "\($0):\(name)" }
      }
    }
    return result
  }

  /// How many columns a term has; the largest integer when it overflows.
  func width(of term: CodedTerm) -> Int {
    zip(term.variables, term.isFull).reduce(1) { product, variable in
      let count = variables[variable.0].names(isFull: variable.1).count
      let (value, overflow) = product.multipliedReportingOverflow(by: count)
      return overflow ? .max : value
    }
  }

  /// The variables joined by colons.
  func label(of term: CodedTerm) -> String {
    term.variables.map { variables[$0].label }.joined(separator: ":")
  }
}

// MARK: - Coding and description

extension DesignCoding {
  private enum CodingKeys: String, CodingKey { case terms, hasIntercept, variables, coded }

  /// Decodes a coding, refusing terms of variables that are not there.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    terms = try fields.decode(ModelTerms.self, forKey: .terms)
    hasIntercept = try fields.decode(Bool.self, forKey: .hasIntercept)
    variables = try fields.decode([VariableCoding].self, forKey: .variables)
    coded = try fields.decode([CodedTerm].self, forKey: .coded)
    let known = Set(terms.columns)
    let isSound =
      coded.count <= ModelTerms.limit && variables.allSatisfy { known.contains($0.column) }
      && coded.allSatisfy { term in
        !term.variables.isEmpty && term.variables.count == term.isFull.count
          && term.variables.allSatisfy { variables.indices.contains($0) }
      }
    // Names are made only of what a design could hold.
    guard isSound, coded.allSatisfy({ width(of: $0) > 0 }),
      columnCount <= DesignMatrix.elementLimit
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .coded, in: fields, debugDescription: "needs terms of the variables stored")
    }
  }
}

extension DesignCoding {
  /// How many columns a design has, without making their names; 2^40 stands for any larger number.
  var columnCount: Int {
    coded.reduce(hasIntercept ? 1 : 0) { min(1 << 40, $0 + min(1 << 40, width(of: $1))) }
  }

  /// Whether these are the names that the coding gives; a forged coding of many columns costs no names.
  func gives(_ names: [String]) -> Bool { columnCount == names.count && self.names == names }
}

extension DesignCoding: CustomStringConvertible {
  /// The terms, and the reference of each factor.
  public var description: String {
    let references = variables.compactMap { variable in
      variable.reference.map { "\(excerpt(variable.column)) against \(excerpt($0))" }
    }
    let rest = references.count > 8 ? " and \(references.count - 8) more" : ""
    return "\(terms)"
      + (references.isEmpty
        ? "" : "; " + references.prefix(8).joined(separator: ", ") + rest)
  }
}
