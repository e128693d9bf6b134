# Makes the reference numbers of descriptive statistics, rank tests, correlations and tests of spread with R.
# Run from the package's folder: Rscript Scripts/reference/ranks/make.R
suppressMessages({library(jsonlite); library(coin); library(car); library(e1071)})
out <- "Tests/Reference/ranks"
write <- function(name, cases) writeLines(toJSON(list(software = paste(R.version.string, "coin", packageVersion("coin"),
  "car", packageVersion("car"), "e1071", packageVersion("e1071")), cases = cases), auto_unbox = TRUE, digits = NA,
  na = "null", null = "null"), file.path(out, name))
quiet <- function(x) suppressWarnings(x)
set.seed(20251125)
# Inputs of at most 13 digits, so that the file holds them exactly.
rnorm <- function(...) round(stats::rnorm(...), 3)
rexp <- function(...) round(stats::rexp(...), 4)
rlnorm <- function(...) round(stats::rlnorm(...), 4)

# Samples: small, tied, skewed, far from zero.
samples <- list(
  c(3, 1, 4, 1, 5, 9, 2, 6), c(2.5), c(1, 2), round(rexp(25, 0.1), 1), rnorm(40), 1e9 + rnorm(12) * 10, rep(c(1, 2, 3), 4),
  c(-5.5, 0, 7, 7, 7, 12, 100), rpois(60, 2), sort(rlnorm(15)))
quantiles <- lapply(samples, function(x) list(values = x,
  probabilities = c(0, 0.01, 0.1, 0.25, 0.33, 0.5, 0.62, 0.75, 0.9, 0.987, 1),
  types = lapply(1:9, function(t) unname(quantile(x, c(0, 0.01, 0.1, 0.25, 0.33, 0.5, 0.62, 0.75, 0.9, 0.987, 1), type = t))),
  mad = mad(x, constant = 1), skewness = lapply(1:3, function(t) if (length(x) > 3) skewness(x, type = t) else NA),
  kurtosis = lapply(1:3, function(t) if (length(x) > 3) kurtosis(x, type = t) else NA), mean = mean(x), sd = sd(x)))
write("quantiles.json", quantiles)

# Two groups.
pairs <- list(
  list(c(1.1, 2.2, 3.3, 4.4), c(0.5, 2.5, 6)), list(c(5, 7, 9), c(1, 2, 3)), list(rnorm(8, 1), rnorm(12)),
  list(c(1, 2, 2, 3, 5), c(2, 3, 4, 4, 6, 6)), list(rpois(10, 3), rpois(9, 4)), list(c(1, 1, 1, 2), c(1, 1, 2, 2, 2)),
  list(rnorm(49), rnorm(49, 0.3)), list(rnorm(60), rnorm(75, 0.5)), list(rpois(80, 1), rpois(55, 1.4)), list(3, c(1, 4)),
  list(round(rnorm(15), 1), round(rnorm(20, 0.4), 1)))
mann <- lapply(pairs, function(p) {
  x <- p[[1]]; y <- p[[2]]
  normal <- function(alternative, correct = TRUE) quiet(wilcox.test(x, y, alternative, exact = FALSE, correct = correct)$p.value)
  case <- list(treated = x, control = y, statistic = unname(quiet(wilcox.test(x, y, exact = FALSE))$statistic),
    normal = list(two = normal("two.sided"), less = normal("less"), greater = normal("greater"),
      uncorrected = normal("two.sided", FALSE)), shift = median(outer(x, y, "-")))
  group <- factor(rep(c("a", "b"), c(length(x), length(y))))
  if (length(x) < 50 && length(x) + length(y) < 60) {
    exact <- function(alternative) as.numeric(pvalue(wilcox_test(c(x, y) ~ group, distribution = "exact", alternative = alternative)))
    case$exact <- list(two = exact("two.sided"), less = exact("less"), greater = exact("greater"))
  }
  if (!anyDuplicated(c(x, y)) && length(x) < 50 && length(x) > 3) {
    t <- function(level) as.vector(quiet(wilcox.test(x, y, conf.int = TRUE, conf.level = level, exact = TRUE))$conf.int)
    case$interval80 <- t(0.8); if (length(y) > 3) case$interval95 <- t(0.95)
  }
  case
})
write("mann_whitney.json", mann)

# Differences.
differences <- list(
  c(1.2, -0.4, 2.2, 0.9, 3.1, -1.5, 0.3), c(1, 2, 3, 4, 5), rnorm(20, 0.4), c(1, 1, -1, 2, 2, -3, 4), c(0, 0, 1, -1, 2, 2, 3, -2, 5),
  rpois(12, 3) - rpois(12, 2), rnorm(49, 0.2), rnorm(70, 0.2), c(2), round(rnorm(60, 0.3), 1))
signed <- lapply(differences, function(d) {
  normal <- function(alternative, correct = TRUE) quiet(wilcox.test(d, alternative = alternative, exact = FALSE, correct = correct)$p.value)
  walsh <- outer(d, d, "+") / 2
  zero <- rep(0, length(d))
  exact <- function(method, alternative = "two.sided") as.numeric(pvalue(wilcoxsign_test(d ~ zero, distribution = "exact",
    zero.method = method, alternative = alternative)))
  case <- list(differences = d, statistic = unname(quiet(wilcox.test(d, exact = FALSE))$statistic),
    normal = list(two = normal("two.sided"), less = normal("less"), greater = normal("greater"), uncorrected = normal("two.sided", FALSE)),
    pseudoMedian = median(walsh[upper.tri(walsh, TRUE)]), sign = binom.test(sum(d > 0), sum(d != 0))$p.value)
  if (length(d) > 1) case$exact <- list(wilcoxon = exact("Wilcoxon"), pratt = exact("Pratt"), less = exact("Wilcoxon", "less"),
    greater = exact("Wilcoxon", "greater"))
  case$pratt <- if (length(d) > 1) as.numeric(pvalue(wilcoxsign_test(d ~ zero, zero.method = "Pratt")))
  if (!anyDuplicated(abs(d)) && all(d != 0) && length(d) < 50 && length(d) >= 6)
    case$interval95 <- as.vector(wilcox.test(d, conf.int = TRUE, exact = TRUE)$conf.int)
  case
})
write("signed_rank.json", signed)

# Several groups: Kruskal-Wallis, analysis of variance, equal variances.
several <- list(
  list(c(1, 4, 2, 8), c(3, 9, 7), c(12, 10, 11, 6, 5)), list(rnorm(8), rnorm(12, 1), rnorm(20, 0, 3), rnorm(5)),
  list(rpois(15, 2), rpois(14, 3), rpois(11, 2)), list(rnorm(9, 3) * 10, 5 + rnorm(11) * 10), list(rexp(50), rexp(40), rexp(30)),
  list(round(rnorm(12), 1), round(rnorm(12, 0.5), 1), round(rnorm(12), 1)))
groups <- lapply(several, function(g) {
  y <- unlist(g); f <- factor(rep(seq_along(g), lengths(g)))
  kw <- kruskal.test(g); classic <- oneway.test(y ~ f, var.equal = TRUE); welch <- oneway.test(y ~ f)
  ss <- anova(lm(y ~ f))[["Sum Sq"]]
  tukey <- TukeyHSD(aov(y ~ f))$f
  list(groups = g, kruskal = c(unname(kw$statistic), kw$p.value), classic = c(unname(classic$statistic), unname(classic$parameter), classic$p.value),
    welch = c(unname(welch$statistic), unname(welch$parameter), welch$p.value), eta = ss[1] / sum(ss),
    bartlett = c(unname(bartlett.test(g)$statistic), bartlett.test(g)$p.value),
    fligner = c(unname(fligner.test(g)$statistic), fligner.test(g)$p.value),
    brownForsythe = c(leveneTest(y, f)[1, 2], leveneTest(y, f)[1, 3]),
    levene = c(leveneTest(y, f, center = mean)[1, 2], leveneTest(y, f, center = mean)[1, 3]),
    tukey = lapply(seq_len(nrow(tukey)), function(i) unname(tukey[i, ])))
})
write("groups.json", groups)

# Variances of one and two samples.
variances <- lapply(pairs[c(1, 2, 3, 7, 8)], function(p) {
  v <- var.test(p[[1]], p[[2]]); n <- length(p[[1]])
  list(treated = p[[1]], control = p[[2]], ratio = unname(v$estimate), p = v$p.value, interval = as.vector(v$conf.int),
    lower = var.test(p[[1]], p[[2]], alternative = "greater", conf.level = 0.9)$conf.int[1],
    one = (n - 1) * var(p[[1]]) / qchisq(c(0.975, 0.025), n - 1))
})
write("variances.json", variances)

# Blocks.
blocks <- list(matrix(c(1, 2, 3, 2, 3, 1, 3, 2, 1, 1, 3, 2), 4, byrow = TRUE), matrix(rpois(40, 3), 8), matrix(rnorm(30), 10))
write("friedman.json", lapply(blocks, function(b) list(blocks = lapply(seq_len(nrow(b)), function(i) b[i, ]),
  statistic = unname(friedman.test(b)$statistic), p = friedman.test(b)$p.value)))

# Correlations.
z <- rnorm(30)
columns <- list(
  list(1:8, c(2, 1, 4, 3, 7, 8, 5, 6)), list(c(1, 2, 3), c(3, 1, 2)), list(rnorm(7), rnorm(7)), list(rnorm(12), rnorm(12)),
  list(z, z + rnorm(30)), list(rpois(8, 3), rpois(8, 3)), list(rpois(40, 2), rpois(40, 2) + 0), list(1e9 + z * 10, z + 0.3 * rnorm(30)),
  list(rnorm(60), rnorm(60)), list(1:5, c(1, 2, 3, 4, 6)), list(c(1, 2, 3, 4), c(1, 2, 2, 9)), list(rnorm(48), rnorm(48)))
correlations <- lapply(columns, function(c) {
  x <- as.numeric(c[[1]]); y <- as.numeric(c[[2]]); n <- length(x)
  pearson <- cor.test(x, y); tied <- anyDuplicated(x) || anyDuplicated(y)
  case <- list(x = x, y = y, pearson = list(value = unname(pearson$estimate), p = pearson$p.value,
    interval = if (n > 3) as.vector(pearson$conf.int) else NULL))
  rank <- quiet(cor.test(x, y, method = "spearman", exact = FALSE))
  case$spearman <- list(value = unname(rank$estimate), t = rank$p.value)
  if (!tied && n <= 9) case$spearman$exact <- cor.test(x, y, method = "spearman", exact = TRUE)$p.value
  if (!tied && n > 9) case$spearman$series <- cor.test(x, y, method = "spearman", exact = TRUE)$p.value
  case$kendall <- list(value = unname(quiet(cor.test(x, y, method = "kendall"))$estimate),
    normal = quiet(cor.test(x, y, method = "kendall", exact = FALSE))$p.value,
    corrected = quiet(cor.test(x, y, method = "kendall", exact = FALSE, continuity = TRUE))$p.value)
  if (!tied) case$kendall$exact <- cor.test(x, y, method = "kendall", exact = TRUE)$p.value
  case
})
write("correlations.json", correlations)

# Samples for the test of normality.
shapes <- c(lapply(c(3, 4, 5, 6, 11, 12, 20, 50, 400), function(n) rnorm(n)), list(rexp(30), c(0, 0, 0, 1)))
write("shapiro.json", lapply(shapes, function(x) list(values = x, statistic = unname(shapiro.test(x)$statistic),
  p = shapiro.test(x)$p.value)))
