# Makes the reference numbers of tables of counts with R and metafor; G tests and Cramer's V by their formulas.
# Run from the package's folder: Rscript Scripts/reference/statistics/tables.R
suppressMessages({ library(jsonlite); library(metafor) })
g_of <- function(x, e) 2 * sum(ifelse(x > 0, x * log(x / e), 0))

tables <- list(rbind(c(12, 5), c(7, 29)), rbind(c(1, 9), c(8, 3)), rbind(c(3, 0), c(0, 4)), rbind(c(762, 327, 468),
  c(484, 239, 477)), rbind(c(2, 3, 1), c(4, 0, 2), c(1, 5, 6)), rbind(c(10, 20), c(20, 40)), rbind(c(1, 2, 1, 0),
  c(3, 3, 6, 1), c(10, 10, 14, 9)), rbind(c(100000, 99000), c(98500, 100200)), rbind(c(0, 2), c(3, 1), c(5, 0)))
cases <- lapply(tables, function(m) suppressWarnings({
  plain <- chisq.test(m, correct = FALSE)
  e <- plain$expected; n <- sum(m); r <- nrow(m); k <- ncol(m); df <- (r - 1) * (k - 1)
  item <- list(counts = m, chi = unname(plain$statistic), p = plain$p.value, freedom = df, g = g_of(m, e),
    v = sqrt(unname(plain$statistic) / n / (min(r, k) - 1)))
  phi <- max(0, unname(plain$statistic) / n - df / (n - 1))
  item$vcorrected <- sqrt(phi / (min(r - (r - 1)^2 / (n - 1), k - (k - 1)^2 / (n - 1)) - 1))
  if (df == 1) {
    item$yates <- unname(chisq.test(m, correct = TRUE)$statistic)
    shift <- min(0.5, abs(m - e)); item$gyates <- g_of(m - sign(m - e) * shift, e)
  } else { item$yates <- item$chi; item$gyates <- item$g }
  if (n < 2000) item$exact <- fisher.test(m, workspace = 2e7)$p.value
  item
}))

fits <- lapply(list(list(c(16, 18, 16, 14, 12, 12), NULL), list(c(89, 37, 30, 28, 2), c(40, 20, 20, 15, 5)),
  list(c(5, 0, 7), c(0.2, 0.3, 0.5)), list(c(1030, 991), NULL)), function(s) suppressWarnings({
  p <- if (is.null(s[[2]])) rep(1 / length(s[[1]]), length(s[[1]])) else s[[2]] / sum(s[[2]])
  test <- chisq.test(s[[1]], p = p); g <- g_of(s[[1]], p * sum(s[[1]]))
  list(counts = s[[1]], weights = if (is.null(s[[2]])) rep(1, length(s[[1]])) else s[[2]], chi = unname(test$statistic),
    p = test$p.value, g = g, gp = pchisq(g, length(p) - 1, lower.tail = FALSE))
}))

trends <- lapply(list(list(c(83, 90, 129, 70), c(86, 93, 136, 82), 1:4), list(c(2, 5, 9), c(20, 18, 22), c(0, 1, 10)),
  list(c(0, 1, 0, 6), c(5, 6, 4, 7), c(-2, -1, 1, 2)), list(c(5, 5), c(10, 10), c(1, 2))), function(s) {
  test <- suppressWarnings(prop.trend.test(s[[1]], s[[2]], s[[3]]))
  list(x = s[[1]], n = s[[2]], scores = s[[3]], chi = unname(test$statistic), p = test$p.value)
})

strata <- lapply(list(list(c(20, 30, 15, 35), c(10, 40, 4, 46), c(25, 5, 20, 10)), list(c(81, 6, 234, 36), c(192, 71, 55, 25)),
  list(c(0, 5, 2, 6), c(3, 1, 2, 4), c(7, 0, 3, 3), c(1, 8, 0, 9)), list(c(40, 960, 55, 945), c(12, 300, 9, 280))), function(s) {
  m <- do.call(rbind, s)
  cube <- array(t(m)[c(1, 3, 2, 4), ], c(2, 2, nrow(m)))
  fit <- function(measure) rma.mh(ai = m[, 1], bi = m[, 2], ci = m[, 3], di = m[, 4], measure = measure, add = 0, drop00 = FALSE, correct = FALSE)
  or <- fit("OR"); rr <- fit("RR"); rd <- fit("RD")
  list(tables = lapply(s, function(v) rbind(v[1:2], v[3:4])), chi = unname(mantelhaen.test(cube, correct = FALSE)$statistic),
    corrected = unname(mantelhaen.test(cube, correct = TRUE)$statistic), logor = or$b[1], logorse = or$se,
    logrr = rr$b[1], logrrse = rr$se, rd = rd$b[1], rdse = rd$se, bd = or$BD, tarone = or$TA)
})

writeLines(toJSON(list(software = paste(R.version.string, "metafor", packageVersion("metafor")), tables = cases, fits = fits,
  trends = trends, strata = strata), auto_unbox = TRUE, digits = NA), "Tests/Reference/statistics/tables.json")
