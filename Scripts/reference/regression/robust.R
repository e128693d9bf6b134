# Makes the reference covariances HC4, CR0, CR3 and two-way, and Wald tests, with sandwich, clubSandwich and car.
# Run from the package's folder: LC_ALL=C Rscript Scripts/reference/regression/robust.R
suppressMessages({library(sandwich); library(clubSandwich); library(car); library(jsonlite)})
matching <- "Tests/Reference/matching"
lalonde <- read.csv(file.path(matching, "lalonde.csv"), stringsAsFactors = TRUE)
coach <- read.csv(file.path(matching, "coach_a.csv"), stringsAsFactors = TRUE)
made <- function(d) 1 + (seq_len(nrow(d)) %% 5) / 4
square <- function(v) lapply(seq_len(nrow(v)), function(i) unname(v[i, ]))
# Clusters of the second way: rows in turn, which cut across the first.
turn <- function(d) (seq_len(nrow(d)) - 1) %% 9
set <- list(
  lalonde = list(data = lalonde, cluster = "educ",
    linear = re78 ~ treat + age + married + nodegree + re74, logistic = treat ~ age + married + re74,
    tests = list(list("age", "married"), list("treat", "age", "married", "nodegree", "re74"), list("treat"))),
  coach_a = list(data = coach, cluster = "region",
    linear = outcome ~ treat + baseline + engagement, logistic = treat ~ baseline + engagement,
    tests = list(list("treat", "baseline"), list("engagement"))))
covariances <- function(m, g, h, linear) {
  leave <- function(f) { # the jackknife by hand: every cluster left out, weights kept
    d <- model.frame(m); w <- weights(m); x <- model.matrix(m); y <- model.response(d)
    b <- sapply(split(seq_len(nrow(d)), g), function(i) if (is.null(w)) lm.fit(x[-i, ], y[-i])$coefficients
      else lm.wfit(x[-i, ], y[-i], w[-i])$coefficients)
    tcrossprod(b - coef(m)) }
  two <- data.frame(g, h)
  out <- list(hc4 = vcovHC(m, "HC4"), cr0 = vcovCL(m, g, type = "HC0", cadjust = FALSE),
    two_none = vcovCL(m, two, type = "HC0", cadjust = FALSE, fix = TRUE), two_each = vcovCL(m, two, type = "HC1", fix = TRUE),
    two_unfixed = vcovCL(m, two, type = "HC1"), two_rows = vcovCL(m, two, type = "HC1", multi0 = TRUE, fix = TRUE))
  if (linear) { out$cr3 <- leave(); stopifnot(max(abs(out$cr3 - vcovCR(m, g, "CR3"))) < 1e-5 * max(abs(out$cr3)))
  } else { out$hc2 <- vcovHC(m, "HC2"); out$hc3 <- vcovHC(m, "HC3"); out$cr3 <- vcovCR(m, g, "CR3") }
  lapply(out, square)
}
cases <- list()
for (name in names(set)) for (weighted in c(FALSE, TRUE)) {
  s <- set[[name]]; d <- s$data; d$made <- made(d); g <- d[[s$cluster]]; h <- turn(d)
  m <- if (weighted) lm(s$linear, d, weights = made) else lm(s$linear, d)
  tests <- lapply(s$tests, function(t) {
    f <- linearHypothesis(m, paste(unlist(t), "= 0"), test = "F")
    c1 <- linearHypothesis(m, paste(unlist(t), "= 0"), test = "F", vcov. = vcovHC(m, "HC3"))
    out <- list(names = I(unlist(t)), classical = c(f$F[2], f$`Pr(>F)`[2]), hc3 = c(c1$F[2], c1$`Pr(>F)`[2]))
    if (!weighted && name == "lalonde") for (type in c("CR2", "CR3")) {
      w <- Wald_test(m, constrain_zero(unlist(t)), vcovCR(m, g, type), test = "HTZ")
      out[[tolower(type)]] <- c(w$Fstat, w$p_val, w$df_num, w$df_denom)
    }
    out })
  equal <- linearHypothesis(m, paste(s$tests[[1]][[1]], "=", if (name == "lalonde") "married" else "baseline"), test = "F")
  df <- if (!weighted) coef_test(m, vcovCR(m, g, "CR3"), test = "Satterthwaite")$df_Satt else NULL
  cases <- c(cases, list(list(name = name, kind = "linear", weighted = weighted, cluster = s$cluster, outcome = all.vars(s$linear)[1],
    predictors = all.vars(s$linear)[-1], covariance = covariances(m, g, h, TRUE), tests = tests,
    equal = c(equal$F[2], equal$`Pr(>F)`[2]), cr3_df = df, r2 = summary(m)$r.squared, adjusted_r2 = summary(m)$adj.r.squared)))
}
control <- glm.control(epsilon = 1e-15, maxit = 100)
for (name in names(set)) {
  s <- set[[name]]; d <- s$data; g <- d[[s$cluster]]
  m <- glm(s$logistic, binomial, d, control = control); m <- glm(s$logistic, binomial, d, control = control, start = coef(m))
  w <- linearHypothesis(m, paste(names(coef(m))[2:3], "= 0"), test = "Chisq")
  cases <- c(cases, list(list(name = name, kind = "logistic", weighted = FALSE, cluster = s$cluster, outcome = all.vars(s$logistic)[1],
    predictors = all.vars(s$logistic)[-1], covariance = covariances(m, g, turn(d), FALSE),
    tests = list(list(names = I(names(coef(m))[2:3]), classical = c(w$Chisq[2], w$`Pr(>Chisq)`[2]))))))
}
writeLines(toJSON(list(software = paste(R.version.string, "sandwich", packageVersion("sandwich"), "clubSandwich",
  packageVersion("clubSandwich"), "car", packageVersion("car")), cases = cases), auto_unbox = TRUE, digits = NA),
  "Tests/Reference/regression/robust.json")
