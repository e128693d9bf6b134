# Makes the reference numbers of the Statistics tests with R's own functions.
# Run from the package's folder: Rscript Scripts/reference/statistics/make.R
suppressMessages(library(jsonlite))
out <- "Tests/Reference/statistics"
write <- function(name, x) writeLines(toJSON(list(software = R.version.string, cases = x), auto_unbox = TRUE,
  digits = NA, na = "string"), file.path(out, name))

# One count: poisson.test. The two-sided interval at a level, and one-sided bounds.
rate <- function(x, t, level) {
  list(count = x, exposure = t, level = level, interval = as.vector(poisson.test(x, t, conf.level = level)$conf.int),
    lower = poisson.test(x, t, alternative = "greater", conf.level = level)$conf.int[1],
    upper = poisson.test(x, t, alternative = "less", conf.level = level)$conf.int[2])
}
one <- list()
for (x in c(0, 1, 2, 7, 10, 137, 100000)) for (t in c(0.25, 1, 365.25)) for (level in c(0.8, 0.95, 0.999))
  one[[length(one) + 1]] <- rate(x, t, level)
write("poisson_one.json", one)

two <- list()
for (x in list(c(2, 10), c(0, 7), c(7, 0), c(1, 1), c(40, 25), c(300, 410), c(12, 100000)))
  for (t in list(c(0.25, 1), c(1, 1), c(3, 0.01))) for (level in c(0.9, 0.99)) {
    both <- poisson.test(x, t, conf.level = level)
    ci <- as.vector(both$conf.int)
    two[[length(two) + 1]] <- list(counts = x, exposures = t, level = level, lower = ci[1],
      upper = if (is.finite(ci[2])) ci[2] else "Inf",
      fewer = poisson.test(x, t, alternative = "less")$p.value,
      more = poisson.test(x, t, alternative = "greater")$p.value)
  }
write("poisson_two.json", two)

means <- list()
groups <- list(
  list(c(27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4),
    c(27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.4, 26.7)),
  list(c(1, 2), c(3, 5)), list(c(1, 2), c(3, 3, 3, 3)), list(c(0, 1), c(1000, 1e6, 3)),
  list(c(3, 4, 1, 2.1), c(490.2, 340, 433.9)), list(sleep$extra[1:10], sleep$extra[11:20]),
  list(1e9 + c(1, 2, 4, 8), 1e9 + c(3, 9, 27)), list(c(-1, 1, -1, 1), c(-0.99, 1.01, -0.99, 1.01)))
for (g in groups) for (level in c(0.8, 0.95, 0.999)) {
  t <- t.test(g[[1]], g[[2]], conf.level = level)
  means[[length(means) + 1]] <- list(treated = g[[1]], control = g[[2]], level = level,
    difference = mean(g[[1]]) - mean(g[[2]]), error = t$stderr, freedom = unname(t$parameter),
    statistic = unname(t$statistic), p = t$p.value, interval = as.vector(t$conf.int),
    lower = t.test(g[[1]], g[[2]], alternative = "greater", conf.level = level)$conf.int[1],
    upper = t.test(g[[1]], g[[2]], alternative = "less", conf.level = level)$conf.int[2])
}
write("welch.json", means)
