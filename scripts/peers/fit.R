# Fits 4PL curves by R's nls, as a peer of assayd's own fit: Rscript fit.R JOBS.csv ROUNDS
# JOBS.csv has job,weights,x,y and the start A0,B0,C0,D0. Prints time,JOB,SECONDS for each fit of each
# round, and fit,JOB,A,B,C,D for each that converged in the last one. A fit has its covariance.

arguments <- commandArgs(trailingOnly = TRUE)
points <- read.csv(arguments[1], stringsAsFactors = FALSE)
rounds <- as.integer(arguments[2])

# The logarithm of C is fitted, as SSfpl does, so that no step can make C negative; unlike SSfpl
# this takes a standard of zero. The gradient is analytic.
curve <- function(x, A, B, log_c, D) {
  log_ratio <- ifelse(x > 0, log(x) - log_c, 0)
  z <- ifelse(x > 0, exp(B * log_ratio), 0)
  share <- 1 / (1 + z)
  change <- (D - A) * z * share^2
  value <- D + (A - D) * share
  attr(value, "gradient") <- cbind(
    A = share, B = change * log_ratio, log_c = -change * B, D = 1 - share
  )
  value
}

# Below about 1e-8 the criterion drowns in the rounding of the residual sum of squares.
control <- nls.control(maxiter = 200, tol = 1e-7, minFactor = 1e-6)

fit <- function(job) {
  first <- job[1, ]
  start <- list(A = first$A0, B = first$B0, log_c = log(first$C0), D = first$D0)
  w <- if (first$weights == "none") rep(1, nrow(job)) else 1 / job$y^2
  tryCatch(
    {
      formula <- y ~ curve(x, A, B, log_c, D)
      fitted <- nls(formula, job, start = start, weights = w, control = control)
      covariance <- vcov(fitted)
      found <- coef(fitted)
      replace(found, 3, exp(found[[3]]))
    },
    error = function(reason) NULL
  )
}

jobs <- split(points, points$job)
for (round in seq_len(rounds)) {
  for (name in names(jobs)) {
    began <- Sys.time()
    fitted <- fit(jobs[[name]])
    seconds <- as.numeric(Sys.time() - began, units = "secs")
    cat(sprintf("time,%s,%.9f\n", name, seconds))
    if (round == rounds && !is.null(fitted)) {
      cat(sprintf("fit,%s,%s\n", name, paste(sprintf("%.17g", fitted), collapse = ",")))
    }
  }
}
