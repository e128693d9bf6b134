# Makes the data and the reference numbers of two-stage least squares with R, AER and sandwich.
# Run from the package's folder: Rscript Scripts/reference/instruments/make.R
suppressMessages({library(AER); library(sandwich); library(jsonlite)})
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(20261125)
folder <- "Tests/Reference/instruments"
n <- 240
team <- rep(1:24, length.out = n)
motivation <- rnorm(n)
d <- data.frame(
  team = team, offered = as.integer(runif(n) < 0.5), distance = round(rexp(n, 1 / 5), 2),
  seminar = as.integer(runif(n) < 0.4), noise = round(rnorm(n), 3),
  tenure = round(rgamma(n, 3, 0.5), 1), role = sample(c("clerk", "engineer", "sales"), n, TRUE))
latent <- -1 + 1.6 * d$offered - 0.12 * d$distance + 0.6 * motivation + rnorm(n)
d$coached <- as.integer(latent > 0)
d$hours <- round(4 + 2 * d$seminar + 0.8 * motivation - 0.1 * d$distance + rnorm(n), 2)
d$score <- round(50 + 4 * d$coached + 0.7 * d$hours + 0.3 * d$tenure + 3 * motivation +
  rnorm(24)[team] + (1 + d$coached) * rnorm(n, sd = 2), 2)
d$weight <- 1 + (seq_len(n) %% 4) / 2
write.csv(d, file.path(folder, "coaching.csv"), row.names = FALSE, quote = FALSE)
square <- function(v) lapply(seq_len(nrow(v)), function(i) unname(v[i, ]))

# The first stage by the formulas, covariates taken out: F by each covariance, effective F, least F.
stages <- function(d, own, excluded, exogenous, w) {
  s <- sqrt(w); o <- model.matrix(exogenous, d) * s
  out <- function(x) qr.resid(qr(o), as.matrix(x) * s)
  z <- out(model.matrix(excluded, d)[, -1, drop = FALSE]); b <- qr.Q(qr(z)); q <- ncol(b)
  x <- out(d[own]); p <- crossprod(b, x); e <- x - b %*% p
  free <- n_of(d) - ncol(o) - q; groups <- length(unique(d$team))
  meats <- function(e) list(
    classical = diag(q) * sum(e^2) / free, hc0 = crossprod(b * e),
    hc1 = crossprod(b * e) * n_of(d) / free,
    cr1 = crossprod(rowsum(b * e, d$team)) * groups / (groups - 1) * (n_of(d) - 1) / free)
  list(
    stages = lapply(seq_along(own), function(j) {
      v <- meats(e[, j]); pj <- p[, j]
      list(name = own[j], partial = sum(pj^2) / sum(x[, j]^2),
        f = lapply(v, function(m) drop(pj %*% solve(m, pj)) / q),
        effective = lapply(v, function(m) sum(pj^2) / sum(diag(m))))
    }),
    least = min(eigen(solve(crossprod(e) / free, crossprod(p)))$values) / q)
}
n_of <- function(d) nrow(d)

# The set of Anderson and Rubin, by a search for the roots of F minus its critical value.
rubin <- function(d, excluded, exogenous, type, w) {
  free <- n_of(d) - ncol(model.matrix(exogenous, d)) - (ncol(model.matrix(excluded, d)) - 1)
  groups <- length(unique(d$team)); last <- if (type == "cr1") groups - 1 else free
  f <- function(b) {
    d$left <- d$score - b * d$coached; d$w <- w
    m <- lm(update(exogenous, left ~ .), d, weights = w)
    m <- update(m, as.formula(paste(". ~ . +", paste(all.vars(excluded), collapse = " + "))))
    v <- switch(type, classical = vcov(m), hc1 = vcovHC(m, "HC1"),
      cr1 = vcovCL(m, cluster = d$team, type = "HC1"))
    k <- all.vars(excluded); drop(coef(m)[k] %*% solve(v[k, k], coef(m)[k])) / length(k)
  }
  gap <- function(b) f(b) - qf(0.95, ncol(model.matrix(excluded, d)) - 1, last)
  grid <- c(-10^(seq(7, -2, length.out = 300)), 10^(seq(-2, 7, length.out = 300)))
  values <- vapply(grid, gap, 0); turns <- which(diff(sign(values)) != 0)
  list(roots = vapply(turns, function(i) uniroot(gap, grid[i + 0:1], tol = 1e-13)$root, 0),
    far = values[1] < 0, zero = f(0))
}
case <- function(name, own, excluded, exogenous, rows = n, weighted = FALSE) {
  data <- d[seq_len(rows), ]; w <- if (weighted) data$weight else rep(1, rows)
  left <- paste(c(own, if (exogenous != "1") exogenous), collapse = " + ")
  right <- paste(c(excluded, if (exogenous != "1") exogenous), collapse = " + ")
  data$w <- w
  m <- if (weighted) ivreg(as.formula(paste("score ~", left, "|", right)), data = data, weights = w) else
    ivreg(as.formula(paste("score ~", left, "|", right)), data = data)
  found <- summary(m, diagnostics = TRUE)$diagnostics
  x <- as.formula(paste("~", exogenous)); z <- as.formula(paste("~", paste(excluded, collapse = " + ")))
  list(name = name, endogenous = I(own), instruments = I(excluded),
    covariates = I(all.vars(x)), rows = rows, weighted = weighted,
    names = names(coef(m)), coefficients = unname(coef(m)), sigma = m$sigma,
    covariance = list(classical = square(vcov(m)), hc0 = square(sandwich::sandwich(m)),
      hc1 = square(sandwich::sandwich(m, adjust = TRUE)),
      cr1 = square(vcovCL(m, cluster = data$team, type = "HC1"))),
    hausman = unname(found["Wu-Hausman", c("df1", "df2", "statistic", "p-value")]),
    sargan = unname(found["Sargan", c("df1", "statistic", "p-value")]),
    strength = stages(data, own, z, x, w),
    rubin = if (length(own) == 1) c(list(classical = rubin(data, z, x, "classical", w)),
      if (length(excluded) == 1) list(hc1 = rubin(data, z, x, "hc1", w), cr1 = rubin(data, z, x, "cr1", w))))
}
cases <- list(
  case("wald", "coached", "offered", "1"),
  case("encouragement", "coached", "offered", "tenure + role"),
  case("overidentified", "coached", c("offered", "distance"), "tenure + role"),
  case("weighted", "coached", c("offered", "distance"), "tenure + role", weighted = TRUE),
  case("weak", "coached", "noise", "tenure"),
  case("contradicting", "coached", c("offered", "noise", "seminar"), "tenure"),
  case("two endogenous", c("coached", "hours"), c("offered", "distance", "seminar"), "tenure"),
  case("thirty people", "coached", "offered", "1", rows = 30))
write_json(cases, file.path(folder, "instruments.json"), digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null")
