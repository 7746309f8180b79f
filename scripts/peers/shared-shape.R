# Rscript shared-shape.R points.csv: one unweighted 4PL through the standards of several plates (columns plate, conc, od)
# that differ in a shift on ln concentration alone, by R's own nls; prints for each plate but the first its shift from
# the first and the shift's standard error, with 17 digits. An opinion that did not come from assayd.
points <- read.csv(commandArgs(trailingOnly = TRUE)[1])
plates <- unique(points$plate)

# y = D + (A - D) / (1 + (x·e^-S / C)^B), C searched as its logarithm; at x = 0 only A counts.
shared <- function(x, plate, A, B, lnC, D, S) {
  from <- ifelse(x > 0, log(pmax(x, 1e-300)) - c(0, S)[match(plate, plates)] - lnC, 0)
  u <- ifelse(x > 0, exp(B * from), 0)
  q <- 1 / (1 + u)
  value <- D + (A - D) * q
  byFrom <- (A - D) * q * (u * q) * B
  isOf <- outer(plate, plates[-1], "==")
  attr(value, "gradient") <- cbind(A = q, B = -(A - D) * q * (u * q) * from, lnC = byFrom, D = 1 - q, S = byFrom * isOf)
  value
}

top <- max(points$conc)
fits <- list()
for (far in c(0.5, 1.05, 1.5, 3)) for (slope in c(0.7, 1, 1.5)) {
  start <- list(A = min(points$od), B = slope, lnC = log(top * far), D = max(points$od) * 2 * far, S = rep(0, length(plates) - 1))
  fit <- try(nls(od ~ shared(conc, plate, A, B, lnC, D, S), points, start,
    control = nls.control(maxiter = 200, tol = 1e-9, minFactor = 1e-14)), silent = TRUE)
  if (!inherits(fit, "try-error")) fits <- c(fits, list(fit))
}
if (length(fits) == 0) stop("nls did not converge from any start")
fit <- fits[[which.min(sapply(fits, deviance))]]
rows <- summary(fit)$coefficients
rows <- rows[grepl("^S", rownames(rows)), , drop = FALSE]
for (i in seq_len(nrow(rows))) cat(sprintf("%.17g,%.17g\n", rows[i, 1], rows[i, 2]))
