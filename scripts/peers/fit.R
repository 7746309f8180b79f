# Fits 4PL curves by R's nls, as a peer of assayd's own fit: Rscript fit.R JOBS.csv ROUNDS
# JOBS.csv has job,group,weights,x,y and the start A0,B0,C0,D0. Prints round,GROUP,SECONDS for each
# round, and fit,JOB,A,B,C,D for each fit that converged in the last one.

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
      found <- coef(nls(formula, job, start = start, weights = w, control = control))
      replace(found, 3, exp(found[[3]]))
    },
    error = function(reason) NULL
  )
}

for (group in unique(points$group)) {
  members <- points[points$group == group, ]
  jobs <- split(members, members$job)
  for (round in seq_len(rounds)) {
    began <- proc.time()[["elapsed"]]
    fits <- lapply(jobs, fit)
    cat(sprintf("round,%s,%.6f\n", group, proc.time()[["elapsed"]] - began))
  }
  for (job in names(Filter(Negate(is.null), fits))) {
    cat(sprintf("fit,%s,%s\n", job, paste(sprintf("%.17g", fits[[job]]), collapse = ",")))
  }
}
