# Makes the reference designs with R: model.matrix, poly, splines::ns, and their predictions for new rows.
# Run from the package's folder: LC_ALL=C Rscript Scripts/reference/regression/designs.R
suppressMessages({library(splines); library(jsonlite)})
set.seed(20)
n <- 40
d <- data.frame(
  x = round(rnorm(n, 40, 11), 2), z = round(rexp(n) + 0.05, 3), w = round(rnorm(n), 3),
  g = sample(c("blue", "green", "red"), n, TRUE), h = sample(c("east", "west"), n, TRUE),
  k = sample(c("p", "q", "r"), n, TRUE))
new <- data.frame(
  x = c(5, 20.5, 40, 63.25, 90), z = c(0.4, 1, 2.5, 0.1, 3), w = c(-2, -1, 0, 1, 2),
  g = c("red", "blue", "green", "green", "red"), h = c("west", "east", "east", "west", "west"),
  k = c("r", "q", "p", "p", "q"))
for (v in c("g", "h", "k")) { d[[v]] <- factor(d[[v]]); new[[v]] <- factor(new[[v]], levels(d[[v]])) }
# The label of a case is what the Swift test builds its terms by.
formulas <- list(
  numbers = ~ x + w, factors = ~ g + h, product = ~ x + w + x:w, crossed_numeric_factor = ~ x * g,
  only_interaction = ~ x:g, interaction_with_number = ~ x + x:g, factors_crossed = ~ g * h,
  factors_interacted = ~ g:h, one_margin = ~ g + g:h, other_margin = ~ h + g:h, three_way = ~ g * h * x,
  three_margins = ~ g:h + g:k + g:h:k, no_intercept = ~ 0 + x + g + h, no_intercept_crossed = ~ 0 + g * h,
  reference = ~ relevel(g, "red") + w, reference_crossed = ~ relevel(g, "red") * w,
  poly2 = ~ poly(x, 2), poly1 = ~ poly(x, 1), poly5 = ~ poly(x, 5), raw3 = ~ poly(x, 3, raw = TRUE),
  ns4 = ~ ns(x, df = 4), ns1 = ~ ns(x, df = 1), ns7 = ~ ns(x, df = 7), ns_knots = ~ ns(x, knots = c(30, 45)),
  ns_one_knot = ~ ns(x, knots = 38.5),
  ns_boundary = ~ ns(x, knots = c(30, 45), Boundary.knots = c(15, 70)), ns_crossed = ~ ns(x, df = 3) * h,
  transforms = ~ log(z) + log1p(z) + sqrt(z) + I(w^2), centered = ~ scale(x, scale = FALSE) * h,
  standardized = ~ scale(x) + scale(z), poly_factor = ~ g:poly(x, 2))
cases <- lapply(names(formulas), function(name) {
  m <- model.frame(formulas[[name]], d)
  x <- model.matrix(formulas[[name]], m)
  # Predictions keep levels, knots and means; the same answer as lm's.
  p <- model.matrix(terms(m), model.frame(terms(m), new))
  list(name = name, names = I(gsub("relevel(g, \"red\")", "g", colnames(x), fixed = TRUE)),
    rows = unname(split(unname(x), row(x))), new = unname(split(unname(p), row(p))))
})
# Sum contrasts, whose columns R calls by number.
contrasts(d$g) <- contr.sum(3); contrasts(new$g) <- contr.sum(3)
x <- model.matrix(~ g + w, d); p <- model.matrix(~ g + w, new)
cases <- c(cases, list(list(name = "sum", names = I(c("(Intercept)", "gblue", "ggreen", "w")),
  rows = unname(split(unname(x), row(x))), new = unname(split(unname(p), row(p))))))
text <- function(f) lapply(f, function(v) if (is.factor(v)) as.character(v) else v)
writeLines(toJSON(list(software = R.version.string, data = text(d), new = text(new), cases = cases), auto_unbox = TRUE,
  digits = NA), "Tests/Reference/regression/designs.json")
