# Makes R's own figures of regressions with AR(1) errors beside those of exact.py: nlme's optimiser stops early.
# Run from the package's folder: Rscript Scripts/reference/series/nlme.R
suppressMessages({library(nlme); library(jsonlite)})
folder <- "Tests/Reference/timeseries/data"
belts <- read.csv(file.path(folder, "seatbelts.csv")); nile <- read.csv(file.path(folder, "nile.csv"))
control <- glsControl(tolerance = 1e-12, msTol = 1e-12, opt = "nlminb")
parts <- function(m) list(phi = unname(coef(m$modelStruct$corStruct, unconstrained = FALSE)), sigma = m$sigma,
  loglik = as.numeric(logLik(m)), coefficients = unname(coef(m)), errors = unname(sqrt(diag(vcov(m)))))
both <- function(formula, data, form) list(
  ml = parts(gls(formula, data, correlation = corAR1(form = form), method = "ML", control = control)),
  reml = parts(gls(formula, data, correlation = corAR1(form = form), method = "REML", control = control)))
change <- function(t, s, o = 0) cbind(as.numeric(t >= s), pmax(0, t - s + o))
belts$month <- factor(belts$month)
gone <- c(10, 11, 12, 50, 100:103, 150)
nile$t <- nile$year - 1870
stacked <- rbind(data.frame(y = log(belts$front), z = 1, t = belts$t, month = belts$month),
  data.frame(y = log(belts$rear), z = 0, t = belts$t, month = belts$month))
fourier <- with(belts, cbind(sin(2 * pi * t / 12), cos(2 * pi * t / 12), sin(4 * pi * t / 12), cos(4 * pi * t / 12)))
result <- list(software = paste(R.version.string, "nlme", packageVersion("nlme")), cases = list(
  nile = both(flow ~ t + change(t, 29, 1), nile, ~ t),
  gaps = both(log(drivers) ~ t + change(t, 170) + month, belts[!belts$t %in% gone, ], ~ t),
  fourier = both(log(drivers) ~ t + change(t, 72) + change(t, 170) + fourier, belts, ~ t),
  controlled = both(y ~ t + z + z:t + change(t, 170) + z:change(t, 170) + month, stacked, ~ t | z)))
writeLines(toJSON(result, auto_unbox = TRUE, digits = NA), "Tests/Reference/series/nlme.json")
