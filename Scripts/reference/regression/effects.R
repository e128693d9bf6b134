# Predictions of R, and marginal effects by brute force: averages of differences of predictions, their errors by
# numeric derivatives with respect to the coefficients. Run from the package's folder after generalized.R:
# Rscript Scripts/reference/regression/effects.R
suppressMessages({library(splines); library(jsonlite); library(sandwich)})
out <- "Tests/Reference/regression"
p <- read.csv(file.path(out, "visits.csv"), stringsAsFactors = TRUE)
new <- p[c(1, 8, 34, 81), ]
control <- glm.control(epsilon = 1e-15, maxit = 100)
derivative <- function(f, x, h) (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)
delta <- function(m, effect, v = vcov(m)) {
  b <- coef(m)
  g <- sapply(seq_along(b), function(j) derivative(function(t) {b[j] <- t; effect(b)}, b[j], 1e-3 * max(abs(b[j]), 1e-2)))
  list(estimate = effect(b), error = sqrt(drop(t(g) %*% v %*% g)))
}
mean_of <- function(m, b, data) {
  X <- model.matrix(delete.response(terms(m)), data, xlev = m$xlevels)
  off <- model.offset(model.frame(delete.response(terms(m)), data, xlev = m$xlevels))
  inverse <- if (inherits(m, "glm")) family(m)$linkinv else identity
  inverse(drop(X %*% b) + if (is.null(off)) 0 else off)
}
slope <- function(m, column, v = vcov(m)) delta(m, function(b) mean(derivative(function(h) {
  d <- p; d[[column]] <- d[[column]] + h; mean_of(m, b, d)}, 0, 0.01)), v)
setting <- function(m, column, from, to, f = function(a, b) b - a, v = vcov(m)) {
  low <- p; high <- p
  if (is.factor(p[[column]])) {low[[column]] <- factor(from, levels(p[[column]])); high[[column]] <- factor(to, levels(p[[column]]))}
  else {low[[column]] <- from; high[[column]] <- to}
  delta(m, function(b) f(mean(mean_of(m, b, low)), mean(mean_of(m, b, high))), v)
}
predicted <- function(m, level = 0.95) {
  r <- predict(m, new, se.fit = TRUE, type = "response"); l <- predict(m, new, se.fit = TRUE, type = "link")
  q <- if (family(m)$family == "quasipoisson") qt(1 - (1 - level) / 2, m$df.residual) else qnorm(1 - (1 - level) / 2)
  list(value = unname(r$fit), error = unname(r$se.fit), link = unname(l$fit), link_error = unname(l$se.fit),
    lower = unname(family(m)$linkinv(l$fit - q * l$se.fit)), upper = unname(family(m)$linkinv(l$fit + q * l$se.fit)))
}
# Again and again: R stops where the deviance looks flat, and its covariance stands one step before its estimates.
fit <- function(formula, family) {
  m <- glm(formula, family, p, control = control)
  for (i in 1:20) m <- suppressWarnings(glm(formula, family, p, control = control, start = coef(m)))
  m
}
logit <- fit(left ~ age + team + coached, binomial())
crossed <- fit(left ~ age * coached + team, binomial())
square <- fit(left ~ age + I(age^2) + coached, binomial())
poisson <- fit(visits ~ age + team + coached, stats::poisson())
rate <- fit(visits ~ age + team + coached + offset(log(months)), quasipoisson())
curved <- fit(left ~ ns(age, df = 3) + coached + age:coached, binomial())
powers <- fit(visits ~ poly(age, 3) * coached + log(months), stats::poisson())
probit <- fit(left ~ age * team + coached, binomial("probit"))
linear <- lm(hours ~ age * coached + team, p); weighted <- lm(hours ~ age + team, p, weights = weight)
result <- list(software = R.version.string,
  predictions = list(logit = predicted(logit), rate = predicted(rate), curved = predicted(curved)),
  confidence = unname(as.list(as.data.frame(predict(linear, new, interval = "confidence", level = 0.9)))),
  new = unname(as.list(as.data.frame(predict(linear, new, interval = "prediction", level = 0.9)))),
  new_weighted = unname(as.list(as.data.frame(predict(weighted, new, interval = "prediction", weights = new$weight)))),
  effects = list(
    logit = list(age = slope(logit, "age"), north = setting(logit, "team", "east", "north"), west = setting(logit, "team", "east", "west"),
      coached = slope(logit, "coached"), difference = setting(logit, "coached", 0, 1),
      log_ratio = setting(logit, "coached", 0, 1, function(a, b) log(b / a)),
      robust = slope(logit, "age", vcovHC(logit, type = "HC1"))),
    rate = list(age = slope(rate, "age"), difference = setting(rate, "coached", 0, 1), log_ratio = setting(rate, "coached", 0, 1, function(a, b) log(b / a))),
    curved = list(age = slope(curved, "age"), difference = setting(curved, "coached", 0, 1)),
    powers = list(age = slope(powers, "age"), months = slope(powers, "months"), difference = setting(powers, "coached", 0, 1)),
    probit = list(age = slope(probit, "age"), north = setting(probit, "team", "east", "north")),
    crossed = list(age = slope(crossed, "age")), square = list(age = slope(square, "age")),
    poisson = list(age = slope(poisson, "age"), north = setting(poisson, "team", "east", "north")),
    linear = list(age = slope(linear, "age"), difference = setting(linear, "coached", 0, 1))))
writeLines(toJSON(result, auto_unbox = TRUE, digits = NA), file.path(out, "effects_r.json"))
