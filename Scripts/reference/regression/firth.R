# Firth's estimates of the made data by bias reduction (brglm2, AS_mean, which is Firth's score for the logit).
# Run from the package's folder after generalized.R: Rscript Scripts/reference/regression/firth.R
suppressMessages({library(brglm2); library(jsonlite)})
out <- "Tests/Reference/regression"
people <- read.csv(file.path(out, "visits.csv"), stringsAsFactors = TRUE)
m <- glm(left ~ age + team + coached, binomial, people, method = "brglmFit", type = "AS_mean", epsilon = 1e-12, maxit = 1000)
writeLines(toJSON(list(software = paste(R.version.string, "brglm2", packageVersion("brglm2")), names = names(coef(m)),
  coefficients = unname(coef(m)), errors = unname(sqrt(diag(vcov(m))))), auto_unbox = TRUE, digits = NA),
  file.path(out, "firth.json"))
