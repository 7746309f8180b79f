# Rscript four-parameter.R points.csv: the unweighted 4PL through the points (columns conc, od) by R's own nls with the
# analytic gradient; prints A, B, C, D with 17 digits. An opinion that did not come from assayd.
points <- read.csv(commandArgs(trailingOnly = TRUE)[1])

# y = D + (A - D) / (1 + (x/C)^B), C searched as its logarithm; at x = 0 only A counts.
fourParameter <- function(x, A, B, lnC, D) {
  u <- ifelse(x > 0, exp(B * (log(pmax(x, 1e-300)) - lnC)), 0)
  q <- 1 / (1 + u)
  lnRatio <- ifelse(x > 0, log(pmax(x, 1e-300)) - lnC, 0)
  value <- D + (A - D) * q
  attr(value, "gradient") <- cbind(
    A = q,
    B = -(A - D) * q * (u * q) * lnRatio,
    lnC = (A - D) * q * (u * q) * B,
    D = 1 - q
  )
  value
}

positive <- points$conc[points$conc > 0]
fitted <- function(tol) {
  fits <- list()
  for (top in c(1.05, 1.5, 3)) for (slope in c(0.7, 1, 1.5)) {
    start <- list(A = min(points$od), B = slope, lnC = log(max(positive) * top), D = max(points$od) * 2 * top)
    fit <- try(nls(od ~ fourParameter(conc, A, B, lnC, D), points, start,
      control = nls.control(maxiter = 300, tol = tol, minFactor = 1e-14, scaleOffset = 0)), silent = TRUE)
    if (!inherits(fit, "try-error")) fits <- c(fits, list(fit))
  }
  fits
}
# Builds of BLAS round differently: with some the offset of a good fit stays just above the first
# limit. The second one still leaves ten digits.
fits <- fitted(1e-10)
if (length(fits) == 0) fits <- fitted(1e-9)
if (length(fits) == 0) stop("nls did not converge from any start")
best <- fits[[which.min(sapply(fits, deviance))]]
p <- coef(best)
cat(sprintf("%.17g,%.17g,%.17g,%.17g\n", p[["A"]], p[["B"]], exp(p[["lnC"]]), p[["D"]]))
