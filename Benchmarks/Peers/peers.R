# Does what a benchmark case does in R, and times itself: `peers.R CASE DATA RUNS`, answered as in peers.py.

arguments <- commandArgs(trailingOnly = TRUE)
case <- arguments[1]
folder <- arguments[2]
runs <- as.integer(arguments[3])

version <- paste0("R ", R.version$major, ".", R.version$minor)

if (case %in% c("mde", "power-curve")) {
  title <- paste(version, "power.t.test")
  work <- if (case == "mde") {
    function() vapply(seq_len(100), function(i) {
      power.t.test(n = 49 + i, power = 0.8, strict = TRUE)$delta
    }, numeric(1))[c(1, 100)]
  } else {
    function() vapply(5 * seq_len(1000), function(n) {
      power.t.test(n = n, delta = 0.3, strict = TRUE)$power
    }, numeric(1))[c(10, 100)]
  }
} else if (case == "bootstrap") {
  if (!requireNamespace("boot", quietly = TRUE)) {
    cat('{"missing": "boot"}\n')
    quit(status = 0)
  }
  x <- readBin(file.path(folder, "x.f64"), "double", 1e6)
  title <- paste(version, "boot", packageVersion("boot"))
  work <- function() {
    set.seed(1)
    draws <- boot::boot(x, function(data, rows) mean(data[rows]), R = 10000)$t[, 1]
    c(sd(draws), quantile(draws, c(0.025, 0.975), names = FALSE))
  }
} else {
  files <- list.files(folder, "[.]f64$", full.names = TRUE)
  frame <- as.data.frame(lapply(files, function(f) readBin(f, "double", file.size(f) / 8)))
  names(frame) <- sub("[.]f64$", "", basename(files))
  covariates <- grep("^x", names(frame), value = TRUE)
  covariates <- covariates[order(as.integer(sub("x", "", covariates)))]

  needs <- switch(case, logistic = character(), "series-reml" = "nlme", "sandwich")
  absent <- needs[!vapply(needs, requireNamespace, logical(1), quietly = TRUE)]
  if (length(absent) > 0) {
    cat(sprintf('{"missing": "%s"}\n', absent[1]))
    quit(status = 0)
  }

  outcome <- if (case == "logistic") "treated" else "y"
  formula <- reformulate(covariates, outcome)
  title <- version

  if (case == "logistic") {
    title <- paste(version, "glm")
    work <- function() {
      model <- glm(formula, family = binomial, data = frame)
      c(coef(model), sqrt(diag(vcov(model))))
    }
  } else if (case == "series-reml") {
    title <- paste0(version, " nlme ", packageVersion("nlme"), " gls, REML")
    work <- function() {
      model <- nlme::gls(formula, frame, correlation = nlme::corAR1())
      c(coef(model), sqrt(diag(vcov(model))))
    }
  } else {
    title <- paste0(version, " lm, sandwich ", packageVersion("sandwich"))
    work <- function() {
      model <- lm(formula, data = frame)
      covariance <- if (case == "ols-hc3") {
        sandwich::vcovHC(model, type = "HC3")
      } else {
        sandwich::vcovCL(model, cluster = frame$team, type = "HC1")
      }
      c(coef(model), sqrt(diag(covariance)))
    }
  }
}

now <- function() as.numeric(Sys.time())
figures <- work()
seconds <- vapply(seq_len(runs), function(run) {
  start <- now()
  work()
  now() - start
}, numeric(1))
list_of <- function(values) paste(sprintf("%.17g", values), collapse = ", ")
cat(sprintf(
  '{"name": "%s", "figures": [%s], "stages": {"fit": [%s]}}\n',
  title, list_of(figures), list_of(seconds)))
