# Limits by boot::boot.ci from draws that stand on standard input; called by make.py.
suppressMessages({library(boot); library(jsonlite)})
asked <- fromJSON(file("stdin"), simplifyDataFrame = FALSE)
limits <- function(item) {
  out <- list()
  object <- boot(seq_along(item$influence), function(d, i) 0, R = 3)
  object$t0 <- item$estimate; object$t <- matrix(item$draws); object$R <- length(item$draws)
  for (level in item$levels) {
    add <- function(method, ends) out[[length(out) + 1]] <<- list(method = method, level = level, lower = ends[1], upper = ends[2])
    ci <- suppressWarnings(boot.ci(object, conf = level, type = c("norm", "basic", "perc", "bca"), L = item$influence))
    add("normal", ci$normal[2:3]); add("basic", ci$basic[4:5]); add("percentile", ci$percent[4:5]); add("bca", ci$bca[4:5])
    if (!is.null(item$errors)) {
      # boot.ci(type = "stud") hands on to this function, but only what boot itself has drawn.
      stud <- boot:::stud.ci(c(item$estimate, item$error^2), cbind(item$draws, item$errors^2), conf = level)
      add("studentized", stud[4:5])
    }
  }
  out
}
cat(toJSON(lapply(asked, limits), auto_unbox = TRUE, digits = NA))
