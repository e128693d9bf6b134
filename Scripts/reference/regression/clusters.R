# Makes the reference numbers of CR2 with R and clubSandwich, each beside dense matrices by the formulas.
# Run from the package's folder: Rscript Scripts/reference/regression/clusters.R
suppressMessages({library(clubSandwich); library(jsonlite)})
matching <- "Tests/Reference/matching"
lalonde <- read.csv(file.path(matching, "lalonde.csv"), stringsAsFactors = TRUE)
coach <- read.csv(file.path(matching, "coach_a.csv"), stringsAsFactors = TRUE)
made <- function(d) 1 + (seq_len(nrow(d)) %% 5) / 4
square <- function(v) lapply(seq_len(nrow(v)), function(i) unname(v[i, ]))

# A_g = (I - H_gg)^(-1/2) on the rank, in an orthonormal basis of the columns: clubSandwich inverts X'X, which costs digits.
dense <- function(m, cluster) {
  x <- model.matrix(m); e <- residuals(m); s <- qr(x, LAPACK = FALSE)
  q <- qr.Q(s); h <- tcrossprod(q); back <- solve(qr.R(s))[order(s$pivot), ]
  groups <- split(seq_along(e), cluster)
  root <- function(b) { s <- eigen(b, symmetric = TRUE)
    s$vectors %*% (ifelse(s$values > 1e-10, 1 / sqrt(pmax(s$values, 1e-10)), 0) * t(s$vectors)) }
  a <- lapply(groups, function(g) root(diag(length(g)) - h[g, g, drop = FALSE]))
  meat <- Reduce(`+`, Map(function(g, r) tcrossprod(t(q[g, , drop = FALSE]) %*% r %*% e[g]), groups, a))
  covariance <- back %*% meat %*% t(back)
  df <- function(k) {
    p <- mapply(function(g, r) (diag(length(e)) - h)[, g, drop = FALSE] %*% r %*% q[g, , drop = FALSE] %*% t(back) %*% k, groups, a)
    p <- crossprod(p); sum(diag(p))^2 / sum(p^2) }
  list(covariance = (covariance + t(covariance)) / 2, df = df)
}
case <- function(name, data, formula, cluster, weighted) {
  data$made <- made(data)
  m <- if (weighted) lm(formula, data, weights = made) else lm(formula, data)
  names <- names(coef(m))
  # With weights: rows times the square roots of their weights, whose errors have equal variances.
  if (weighted) { x <- model.matrix(m) * sqrt(data$made); y <- model.response(model.frame(m)) * sqrt(data$made); m <- lm(y ~ 0 + x) }
  v <- vcovCR(m, data[[cluster]], "CR2")
  test <- coef_test(m, v, test = "Satterthwaite")
  contrast <- c(0, 1, -2, rep(0, length(coef(m)) - 3))
  line <- linear_contrast(m, v, matrix(contrast, 1), test = "Satterthwaite")
  own <- dense(m, data[[cluster]])
  dfs <- apply(diag(length(coef(m))), 1, own$df)
  stopifnot(max(abs(own$covariance - v)) < 1e-6 * max(abs(v)), max(abs(dfs / test$df_Satt - 1)) < 1e-6,
    abs(own$df(contrast) / line$df - 1) < 1e-6)
  t <- abs(coef(m)) / sqrt(diag(own$covariance))
  list(name = name, cluster = cluster, weighted = weighted, names = names, covariance = square(own$covariance),
    df = dfs, p = unname(2 * pt(-t, dfs)), contrast = contrast,
    contrast_se = sqrt(drop(contrast %*% own$covariance %*% contrast)), contrast_df = own$df(contrast))
}
cases <- list()
# Months of tenure in eighths of a logarithm: 12 unequal clusters that cut across the covariates.
coach$band <- as.integer(round(log(coach$tenure + 1) * 8))
for (weighted in c(FALSE, TRUE)) {
  cases <- c(cases, list(
    case("lalonde", lalonde, re78 ~ treat + age + married + nodegree + re74 + re75, "educ", weighted),
    case("coach_a", coach, outcome ~ treat + baseline + engagement + hours + manager, "band", weighted)))
}
cat(length(unique(coach$band)), "bands\n")
writeLines(toJSON(list(software = paste(R.version.string, "clubSandwich", packageVersion("clubSandwich")), cases = cases),
  auto_unbox = TRUE, digits = NA), "Tests/Reference/regression/cr2.json")
