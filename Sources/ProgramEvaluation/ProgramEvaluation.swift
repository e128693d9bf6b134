// The umbrella: one import for everything, bottom floor first.

@_exported public import LinearAlgebra
@_exported public import Distributions
@_exported public import Statistics
@_exported public import DataFrames
@_exported public import Regression
@_exported public import ExperimentDesign
@_exported public import Fairness
@_exported public import ExperimentAnalysis
@_exported public import Matching
@_exported public import InterruptedTimeSeries
@_exported public import DifferenceInDifferences
@_exported public import ROI
@_exported public import Worksheets
@_exported public import Reporting
