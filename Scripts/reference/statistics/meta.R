# Makes the reference numbers of meta-analyses with metafor.
# Run from the package's folder: Rscript Scripts/reference/statistics/meta.R
suppressMessages({ library(jsonlite); library(metafor) })
tight <- list(threshold = 1e-13, maxiter = 20000, tol = 1e-14, tau2.max = 1e8)

bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
sets <- list(
  bcg = list(y = as.vector(bcg$yi), se = sqrt(as.vector(bcg$vi))),
  pilots = list(y = c(2.1, 0.4, 3.3), se = c(0.9, 0.5, 1.6)),
  pair = list(y = c(1.2, 0.1), se = c(0.3, 0.4)),
  alike = list(y = c(0.5, 0.52, 0.49, 0.51), se = c(0.2, 0.3, 0.25, 0.4)),
  spread = list(y = c(-30, 0.1, 45, 3, 0.2), se = c(0.5, 0.01, 20, 1, 0.02)),
  many = list(y = round(sin(1:40) * 0.4 + 0.2, 3), se = round(0.15 + 0.1 * cos(1:40)^2, 3)),
  large = list(y = 1e6 + c(3, -2, 5, 8), se = c(2, 3, 1, 4)))

cases <- list()
for (name in names(sets)) for (method in c("EE", "DL", "PM", "REML")) for (test in c("z", "knha", "adhoc")) {
  y <- sets[[name]]$y; se <- sets[[name]]$se
  fit <- suppressWarnings(rma(y, sei = se, method = method, test = test, control = tight))
  item <- list(set = name, y = y, se = se, method = method, test = test, effect = fit$b[1], error = fit$se,
    tau = fit$tau2, q = fit$QE, qp = fit$QEp, p = fit$pval, lower = fit$ci.lb, upper = fit$ci.ub,
    i2 = fit$I2 / 100)
  if (method != "EE") {
    limits <- suppressWarnings(confint(fit, control = list(tol = 1e-12, maxiter = 10000, tau2.max = 1e8)))$random
    item$taulower <- limits["tau^2", "ci.lb"]; item$tauupper <- limits["tau^2", "ci.ub"]
    item$i2lower <- limits["I^2(%)", "ci.lb"] / 100; item$i2upper <- limits["I^2(%)", "ci.ub"] / 100
    next_study <- predict(fit)
    item$predictlower <- next_study$pi.lb; item$predictupper <- next_study$pi.ub
  }
  cases[[length(cases) + 1]] <- item
}
writeLines(toJSON(list(software = paste(R.version.string, "metafor", packageVersion("metafor")), cases = cases),
  auto_unbox = TRUE, digits = NA), "Tests/Reference/statistics/meta.json")
