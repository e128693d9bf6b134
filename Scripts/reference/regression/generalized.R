# Makes the reference numbers of the generalised linear models with R, MASS, sandwich and jsonlite.
# Run from the package's folder: Rscript Scripts/reference/regression/generalized.R
suppressMessages({library(sandwich); library(MASS); library(jsonlite)})
out <- "Tests/Reference/regression"
control <- glm.control(epsilon = 1e-15, maxit = 200)
square <- function(v) unname(lapply(seq_len(nrow(v)), function(i) unname(v[i, ])))

# Made data: visits of 120 people observed for unlike times, and small tables of shares.
set.seed(20251)
n <- 120
people <- data.frame(
  age = round(rnorm(n, 40, 9), 1), team = sample(c("east", "north", "west"), n, TRUE),
  coached = rep(0:1, n / 2), months = round(runif(n, 3, 24), 1), cluster = rep(1:15, each = 8),
  weight = 1 + (seq_len(n) %% 5) / 4, frequency = 1 + seq_len(n) %% 4, trials = 3 + seq_len(n) %% 7)
eta <- -2.2 + 0.02 * (people$age - 40) - 0.4 * people$coached + 0.3 * (people$team == "west")
people$visits <- rnbinom(n, mu = exp(eta) * people$months, size = 1.8)
people$hours <- round(people$visits * runif(n, 0.5, 1.5), 2)
people$left <- as.integer(runif(n) < plogis(-0.5 + 0.05 * (people$age - 40) - 0.7 * people$coached))
people$passed <- rbinom(n, people$trials, plogis(0.4 + 0.5 * people$coached - 0.03 * (people$age - 40)))
people$logmonths <- log(people$months)
write.csv(people, file.path(out, "visits.csv"), row.names = FALSE, quote = FALSE)
people <- read.csv(file.path(out, "visits.csv"), stringsAsFactors = TRUE)

describe <- function(name, m, cluster, rows = TRUE, extra = list()) {
  v <- list(classical = square(vcov(m)), cr0 = square(vcovCL(m, cluster = cluster, type = "HC0", cadjust = FALSE)),
    cr1 = square(vcovCL(m, cluster = cluster, type = "HC1")))
  for (type in c("HC0", "HC1", "HC2", "HC3", "HC4")) v[[tolower(type)]] <- square(vcovHC(m, type = type))
  quasi <- is.na(AIC(m))
  x <- list(name = name, names = names(coef(m)), coefficients = unname(coef(m)), covariance = v,
    deviance = deviance(m), null_deviance = m$null.deviance,
    dispersion = if (inherits(m, "negbin")) 1 else summary(m)$dispersion,
    log_likelihood = if (quasi) NULL else as.numeric(logLik(m)), aic = if (quasi) NULL else AIC(m),
    bic = if (quasi) NULL else BIC(m))
  if (rows) x$rows <- list(hat = unname(hatvalues(m)), response = unname(residuals(m, "response")),
    pearson = unname(residuals(m, "pearson")), deviance = unname(residuals(m, "deviance")),
    working = unname(residuals(m, "working")))
  c(x, extra)
}
# Again and again: R stops where the deviance looks flat, and its covariance stands one step before its estimates.
fit <- function(formula, family, data, weights = NULL) {
  data$w <- if (is.null(weights)) 1 else weights
  m <- suppressWarnings(glm(formula, family, data, weights = w, control = control))
  for (i in 1:20) m <- suppressWarnings(glm(formula, family, data, weights = w, control = control, start = coef(m)))
  m
}
negative <- function(formula, data, weights = NULL) {
  data$w <- if (is.null(weights)) 1 else weights
  m <- glm.nb(formula, data, weights = w, control = glm.control(epsilon = 1e-14, maxit = 500))
  theta <- m$theta
  for (i in 1:60) {
    g <- glm(formula, negative.binomial(theta), data, weights = w, control = control, start = coef(m))
    theta <- as.numeric(theta.ml(g$y, fitted(g), weights = data$w, limit = 200, eps = 1e-15))
  }
  t <- theta.ml(g$y, fitted(g), weights = data$w, limit = 200, eps = 1e-15)
  m <- suppressWarnings(glm.nb(formula, data, weights = w, init.theta = theta, start = coef(g),
    control = glm.control(epsilon = 1e-15, maxit = 500)))
  list(model = m, extra = list(theta = as.numeric(t), theta_error = attr(t, "SE")))
}
dean <- function(m) {
  y <- m$y; mu <- fitted(m)
  pnorm(sum((y - mu)^2 - y) / sqrt(2 * sum(mu^2)), lower.tail = FALSE)
}
p <- people
cases <- list(
  describe("logit", fit(left ~ age + team + coached, binomial, p), p$cluster),
  describe("logit_weights", fit(left ~ age + team + coached, binomial, p, p$weight), p$cluster),
  describe("logit_trials", fit(cbind(passed, trials - passed) ~ age + team + coached, binomial, p), p$cluster),
  describe("logit_offset", fit(left ~ age + coached + offset(logmonths), binomial, p), p$cluster),
  describe("probit", fit(left ~ age + team + coached, binomial("probit"), p), p$cluster),
  describe("probit_trials", fit(cbind(passed, trials - passed) ~ age + team + coached, binomial("probit"), p), p$cluster),
  describe("probit_offset", fit(left ~ age + coached + offset(logmonths), binomial("probit"), p), p$cluster),
  {m <- fit(visits ~ age + team + coached + offset(log(months)), poisson, p)
   describe("poisson", m, p$cluster, extra = list(dean = dean(m)))},
  describe("poisson_plain", fit(visits ~ age + coached, poisson, p), p$cluster),
  describe("poisson_weights", fit(visits ~ age + team + coached + offset(log(months)), poisson, p, p$weight), p$cluster),
  describe("quasipoisson", fit(visits ~ age + team + coached + offset(log(months)), quasipoisson, p), p$cluster),
  describe("quasipoisson_amounts", fit(hours ~ age + coached, quasipoisson, p), p$cluster),
  {r <- negative(visits ~ age + team + coached + offset(log(months)), p); describe("negative", r$model, p$cluster, extra = r$extra)},
  {r <- negative(visits ~ age + coached, p); describe("negative_plain", r$model, p$cluster, extra = r$extra)},
  {r <- negative(visits ~ age + coached, p, p$weight); describe("negative_weights", r$model, p$cluster, extra = r$extra)})
# Frequencies: the repeated rows.
long <- p[rep(seq_len(n), p$frequency), ]
cases <- c(cases, list(
  describe("logit_frequencies", fit(left ~ age + team + coached, binomial, long), long$cluster, FALSE),
  describe("poisson_frequencies", fit(visits ~ age + team + coached + offset(log(months)), poisson, long), long$cluster, FALSE),
  describe("quasipoisson_frequencies", fit(visits ~ age + coached, quasipoisson, long), long$cluster, FALSE),
  {r <- negative(visits ~ age + coached, long); describe("negative_frequencies", r$model, long$cluster, FALSE, extra = r$extra)}))
names(cases) <- sapply(cases, `[[`, "name")
software <- paste(R.version.string, "MASS", packageVersion("MASS"), "sandwich", packageVersion("sandwich"))
writeLines(toJSON(c(list(software = software), list(cases = cases)), auto_unbox = TRUE, digits = NA),
  file.path(out, "generalized.json"))
