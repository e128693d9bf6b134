# Makes Tests/Reference/analysis/t_tests.json with R's own t.test and chisq.test.
# Run from the package's folder: Rscript Scripts/reference/analysis/make.R
suppressMessages(library(jsonlite))
groups <- list(
  list(c(27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1), c(27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0)),
  list(c(1, 2), c(3, 5)), list(c(1, 2, 9), c(3, 3, 4)), list(sleep$extra[1:10], sleep$extra[11:20]),
  list(1e9 + c(1, 2, 4, 8), 1e9 + c(3, 9, 27, 5)), list(c(-1, 1, -1, 1), c(-0.99, 1.01, -0.98, 1.03)),
  list(1e-9 * c(3, 1, 4, 1, 5), 1e-9 * c(2, 7, 1, 8, 2)))
row <- function(t) list(error = t$stderr, freedom = unname(t$parameter), statistic = unname(t$statistic), p = t$p.value,
  interval = as.vector(t$conf.int))
cases <- list()
for (g in groups) for (level in c(0.8, 0.95, 0.99)) {
  a <- g[[1]]; b <- g[[2]]
  cases[[length(cases) + 1]] <- list(treated = a, control = b, level = level, null = mean(b),
    pooled = row(t.test(a, b, var.equal = TRUE, conf.level = level)),
    paired = row(t.test(a, b, paired = TRUE, conf.level = level)),
    single = row(t.test(a, mu = mean(b), conf.level = level)))
}
chi <- list()
for (x in list(list(c(5300, 4700), c(1, 1)), list(c(3333, 3300, 3410), c(1, 1, 1)), list(c(12, 3, 9), c(0.5, 0.25, 0.25)),
               list(c(0, 7), c(9, 1)), list(c(90210, 9790, 10), c(0.9, 0.0999, 0.0001)))) {
  t <- suppressWarnings(chisq.test(x[[1]], p = x[[2]], rescale.p = TRUE))
  chi[[length(chi) + 1]] <- list(counts = x[[1]], weights = x[[2]], statistic = unname(t$statistic), p = t$p.value)
}
writeLines(toJSON(list(software = R.version.string, tests = cases, shares = chi), auto_unbox = TRUE, digits = NA),
  "Tests/Reference/analysis/t_tests.json")

# Several arms, two by two: pairwise.t.test with each pair's own variances.
rows <- list()
for (adjust in c("holm", "BH", "none")) {
  p <- pairwise.t.test(chickwts$weight, chickwts$feed, p.adjust.method = adjust, pool.sd = FALSE)$p.value
  for (i in rownames(p)) for (j in colnames(p)) if (!is.na(p[i, j]))
    rows[[length(rows) + 1]] <- list(adjust = adjust, arm = i, reference = j, p = p[i, j])
}
writeLines(toJSON(list(software = R.version.string, arms = as.character(chickwts$feed), outcomes = chickwts$weight, cases = rows),
  auto_unbox = TRUE, digits = NA), "Tests/Reference/analysis/pairwise.json")
