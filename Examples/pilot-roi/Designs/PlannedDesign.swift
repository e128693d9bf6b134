import ProgramEvaluation

/// One kind of design in a plan: read from the plan's `design` object, and carried out on its data.
protocol PlannedDesign {
  /// The kind of study that it is, which decides the band of the attribution.
  var study: StudyDesign { get }

  /// Reads the design's own members; nil when something is missing, and the faults are collected.
  init?(_ object: PlanObject, time: TimeBasis?)

  /// What a starter plan says of the design for data at hand, with the kind of study.
  ///
  /// - Throws: `invalidArgument` with the candidates where the user must name a column.
  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice])

  /// Finds the delta.
  ///
  /// - Throws: what the data answer with.
  func study(_ context: StudyContext) throws(EvaluationError) -> Study
}

/// What a design needs to know of the plan around it.
struct StudyContext {
  let indicator: Indicator
  /// Whether the unadjusted difference is wanted beside the design's own estimate.
  let showsNaive: Bool
  /// What a design that draws random numbers starts from.
  let seed: UInt64
  /// What relative paths of data files start from.
  let folder: String
  /// Told which files were read.
  let log: InputLog
  /// Told the name of each stage of long work.
  let progress: (String) -> Void

  /// The rows of a data file, whose path is relative to the plan's folder.
  func read(_ path: String) throws(EvaluationError) -> DataFrame {
    progress("reading \(path)")
    return try InputFile.frame(path, in: folder, log: log)
  }
}

/// The kinds of design that a plan can name.
enum DesignKind: String, CaseIterable {
  case matchedCohort, randomizedExperiment, randomizedCounts, randomizedMeans
  case interruptedTimeSeries, staggeredRollout, beforeAfter, declared

  /// The type that reads and carries out the kind.
  var type: any PlannedDesign.Type {
    switch self {
    case .matchedCohort: MatchedCohortDesign.self
    case .randomizedExperiment: RandomizedDesign.self
    case .randomizedCounts: RandomizedCountsDesign.self
    case .randomizedMeans: RandomizedMeansDesign.self
    case .interruptedTimeSeries: InterruptedSeriesDesign.self
    case .staggeredRollout: StaggeredRolloutDesign.self
    case .beforeAfter: CountsDesign.self
    case .declared: DeclaredDesign.self
    }
  }

  /// Reads the `design` object of a plan.
  static func read(_ object: PlanObject, time: TimeBasis?) -> (any PlannedDesign)? {
    let kind: DesignKind? = object.choice("kind")
    guard let kind else {
      object.leaveUnjudged()
      return nil
    }
    return kind.type.init(object, time: time)
  }
}
