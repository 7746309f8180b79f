# R's own answers for the statistics tests; scripts/oracles.R runs this and gives it `save`.
# Distribution functions are asked for on their log scale where a tail is smaller than a double can
# hold beside one; medpolish, median and mad are those of stats.

number <- function(x) sprintf("%.17g", x)

normal <- c(-30, -12, -6, -3.5, -2.5, -1.96, -1, -0.3, -1e-6, 0, 1e-6, 0.3, 1, 1.96, 2.4999, 2.5001, 3.5, 6, 12, 30)
save(data.frame(z = number(normal), lower = number(pnorm(normal)),
  upper = number(pnorm(normal, lower.tail = FALSE))), "normal-cdf.csv")
# Asked for as the lower quantile: for an upper one R goes by 1 - p and loses digits beside a half.
tails <- c(1e-300, 1e-100, 1e-20, 1e-8, 1e-4, 0.01, 0.025, 0.05, 0.2, 0.249, 0.251, 0.4, 0.4999999, 0.5, 0.6, 0.9, 0.99)
save(data.frame(tail = number(tails), z = number(-qnorm(tails))), "normal-quantile.csv")

# R's lgamma takes the logarithm of gamma below 10, which near 1 and 2 has no digits to give.
arguments <- c(1e-8, 0.01, 0.25, 0.49, 0.51, 0.75, 1.25, 1.49, 1.51, 1.75, 2.25, 2.49, 2.51, 3, 4.5, 9.99, 10.01, 25, 171.5, 1e4, 1e8)
save(data.frame(x = number(arguments), log_gamma = number(lgamma(arguments))), "log-gamma.csv")

beta <- expand.grid(x = c(1e-6, 0.01, 0.2, 0.5, 0.8, 0.99), a = c(0.5, 1, 2.5, 8, 60), b = c(0.5, 1, 3, 12, 150))
save(data.frame(x = number(beta$x), a = beta$a, b = beta$b,
  lower = number(pbeta(beta$x, beta$a, beta$b)),
  upper = number(pbeta(beta$x, beta$a, beta$b, lower.tail = FALSE))), "beta-cdf.csv")

student <- expand.grid(t = c(-40, -3, -1, -0.01, 0, 0.5, 2, 4.5, 12, 100), df = c(0.7, 1, 2, 3, 5, 12, 13.5, 60, 1000))
save(data.frame(t = student$t, df = student$df, upper = number(pt(student$t, student$df, lower.tail = FALSE)),
  lower = number(pt(student$t, student$df))), "student-t-tail.csv")

fisher <- expand.grid(f = c(1e-4, 0.1, 0.7, 1, 1.5, 4, 25, 400), df1 = c(1, 2, 3.5, 7, 40), df2 = c(1, 4, 12, 90))
save(data.frame(f = fisher$f, df1 = fisher$df1, df2 = fisher$df2,
  lower = number(pf(fisher$f, fisher$df1, fisher$df2)),
  upper = number(pf(fisher$f, fisher$df1, fisher$df2, lower.tail = FALSE))), "f-cdf.csv")
# R finds a small quantile as one minus nearly one; as the inverse of a large one it is exact.
lowest <- function(p, df1, df2) ifelse(p < 0.5, 1 / qf(p, df2, df1, lower.tail = FALSE), qf(p, df1, df2))
inverse <- expand.grid(p = c(1e-12, 1e-4, 0.025, 0.3, 0.5, 0.8, 0.95, 0.999), df1 = c(1, 2, 7, 40), df2 = c(1, 4, 12, 90))
save(data.frame(p = number(inverse$p), df1 = inverse$df1, df2 = inverse$df2,
  lower = number(lowest(inverse$p, inverse$df1, inverse$df2)),
  upper = number(1 / lowest(inverse$p, inverse$df2, inverse$df1))), "f-quantile.csv")

sign <- do.call(rbind, lapply(c(1, 2, 5, 13, 40), function(n) data.frame(successes = 0:n, trials = n)))
save(data.frame(sign, upper = number(pbinom(sign$successes - 1, sign$trials, 0.5, lower.tail = FALSE))), "sign-test.csv")

# A made plate of 8 rows and 12 columns: additive rows and columns, a ripple, some wells missing and
# some wild. medpolish is run until it stands still.
plate <- outer(1:8, 1:12, function(row, column) round(0.05 * row - 0.02 * column + 0.01 * ((row * 7 + column * 5) %% 11), 4))
plate[2, 3] <- 4; plate[5, 11] <- -3; plate[8, 1] <- NA; plate[1, 12] <- NA; plate[4, 6] <- NA
polished <- medpolish(plate, eps = 1e-14, maxiter = 5000, trace.iter = FALSE, na.rm = TRUE)
cells <- expand.grid(row = 1:8, column = 1:12)
index <- cbind(cells$row, cells$column)
text <- function(values) ifelse(is.na(values), "", number(values))
save(data.frame(cells, value = text(plate[index]), residual = text(polished$residuals[index])), "median-polish.csv")
save(data.frame(effect = c("overall", paste0("row-", 1:8), paste0("column-", 1:12)),
  value = number(c(polished$overall, polished$row, polished$col))), "median-polish-effects.csv")

# Robust location and spread of small samples.
samples <- list(c(3), c(1, 4), c(2.1, 2.3, 2.2, 9.7), c(-1, 0.5, 3, 3, 8), DNase$density[1:16], DNase$density)
pairwise <- function(x) { sums <- outer(x, x, "+"); median(sums[lower.tri(sums, diag = TRUE)] / 2) }
save(data.frame(values = vapply(samples, function(x) paste(number(x), collapse = " "), ""),
  median = number(vapply(samples, median, 0)), mad = number(vapply(samples, mad, 0)),
  pairwise = number(vapply(samples, pairwise, 0))), "robust.csv")

# Dixon's r10 on one side: the chance that the n - 2 values in between all lie within 1 - r of the
# range, integrated over the largest value and the range.
dixon <- function(r, n) {
  beyond <- function(v) vapply(v, function(range) integrate(function(x)
    dnorm(x) * dnorm(x - range) * (pnorm(x - r * range) - pnorm(x - range))^(n - 2),
    -9, 9 + range, rel.tol = 1e-12, abs.tol = 0, subdivisions = 2000)$value, 0)
  n * (n - 1) * integrate(beyond, 0, 18, rel.tol = 1e-11, abs.tol = 0, subdivisions = 2000)$value
}
ratios <- expand.grid(r = c(0.2, 0.4, 0.6, 0.8, 0.95), n = c(3, 4, 5, 7, 10))
save(data.frame(ratios, upper = number(mapply(dixon, ratios$r, ratios$n))), "dixon-tail.csv")
