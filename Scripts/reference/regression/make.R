# Makes the reference numbers of the regression tests with R, sandwich and jsonlite.
# Run from the package's folder: Rscript Scripts/reference/regression/make.R
suppressMessages({library(sandwich); library(jsonlite)})
out <- "Tests/Reference/regression"
matching <- "Tests/Reference/matching"
control <- glm.control(epsilon = 1e-15, maxit = 100)

square <- function(v) unname(apply(v, 1, as.list) |> lapply(unlist) |> lapply(unname))
write <- function(name, x) {
  x$software <- paste(R.version.string, "sandwich", packageVersion("sandwich"))
  writeLines(toJSON(x, auto_unbox = TRUE, digits = NA, pretty = FALSE), file.path(out, name))
}
lalonde <- read.csv(file.path(matching, "lalonde.csv"), stringsAsFactors = TRUE)
coach <- read.csv(file.path(matching, "coach_a.csv"), stringsAsFactors = TRUE)
nsw <- read.csv(file.path(out, "nsw_psid.csv"))
# Made weights that a test can make again: 1 + (row mod 5) / 4.
made <- function(d) 1 + (seq_len(nrow(d)) %% 5) / 4

linear <- function(name, data, formula, cluster, weighted) {
  data$made <- made(data)
  m <- if (weighted) lm(formula, data, weights = made) else lm(formula, data)
  covariance <- list(classical = square(vcov(m)), cr1 = square(vcovCL(m, cluster = data[[cluster]], type = "HC1")))
  for (type in c("HC0", "HC1", "HC2", "HC3")) covariance[[tolower(type)]] <- square(vcovHC(m, type = type))
  list(name = name, kind = "linear", names = names(coef(m)), coefficients = unname(coef(m)), cluster = cluster,
    weighted = weighted, sigma = summary(m)$sigma, covariance = covariance)
}
logistic <- function(name, data, formula, cluster) {
  m <- glm(formula, binomial, data, control = control)
  # Again from there: R's covariance stands at the coefficients before the last step.
  m <- glm(formula, binomial, data, control = control, start = coef(m))
  list(name = name, kind = "logistic", names = names(coef(m)), coefficients = unname(coef(m)), cluster = cluster,
    deviance = deviance(m), null_deviance = m$null.deviance,
    smallest_probability = min(fitted(m)), largest_probability = max(fitted(m)),
    covariance = list(classical = square(vcov(m)), hc0 = square(sandwich(m)),
      hc0_vcovHC = square(vcovHC(m, type = "HC0")), hc1 = square(vcovHC(m, type = "HC1")),
      cr1 = square(vcovCL(m, cluster = data[[cluster]], type = "HC1"))))
}
set <- list(
  lalonde = list(data = lalonde, outcome = re78 ~ treat + age + educ + race + married + nodegree + re74 + re75,
    treatment = treat ~ age + educ + race + married + nodegree + re74 + re75, cluster = "educ"),
  coach_a = list(data = coach, outcome = outcome ~ treat + tenure + baseline + engagement + hours + region + manager,
    treatment = treat ~ tenure + baseline + engagement + hours + region + manager, cluster = "region"))
for (name in names(set)) {
  s <- set[[name]]
  write(paste0("lm_", name, ".json"), linear(name, s$data, s$outcome, s$cluster, FALSE))
  write(paste0("lm_", name, "_weighted.json"), linear(name, s$data, s$outcome, s$cluster, TRUE))
  write(paste0("glm_", name, ".json"), logistic(name, s$data, s$treatment, s$cluster))
}
write("glm_nsw_psid.json", logistic("nsw_psid", nsw,
  treat ~ age + education + black + hispanic + married + nodegree + re74 + re75, "age"))

# Almost separated: two rows at -0.0001 and 0.0001 are on the wrong sides; the estimate is finite and steep.
near <- data.frame(x = c(-(20:1), -1e-4, 1e-4, 1:20), y = c(rep(0, 20), 1, 0, rep(1, 20)))
near$pair <- rep(1:21, each = 2)
write("glm_near_separation.json",
  c(logistic("near", near, y ~ x, "pair"), list(x = list(near$x), y = list(near$y))))
