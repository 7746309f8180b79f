# Prints R's own answers for the curve tests, and writes them where the tests read them:
#   Rscript scripts/oracles.R
# Only what comes with R is used: the data set DNase (an ELISA of recombinant DNase, Run 1) and nls.
# The written values are facts of R's making; nothing of this project's code takes part.

oracles <- "test/oracles"
model <- deriv(~ D + (A - D) / (1 + exp(B * (log(conc) - logC))), c("A", "B", "logC", "D"),
  function(conc, A, B, logC, D) NULL)
start <- c(A = 0, B = 1, logC = log(4), D = 2.4)
# A tolerance out of reach: nls then goes on until the sum of squares cannot fall any further in double
# precision, and warns that it did, which is what is wanted here.
control <- nls.control(maxiter = 500, tol = 1e-12, minFactor = 1e-10, warnOnly = TRUE)
options(warn = -1)

fit <- function(data, weights) {
  data$weights <- weights
  nls(density ~ model(conc, A, B, logC, D), data, start = start, weights = weights, control = control)
}

# Weights from the fitted ODs, refitted until the parameters stand still; each round gains about a digit.
refit <- function(data) {
  found <- fit(data, 1 / data$density^2)
  repeat {
    before <- coef(found)
    found <- fit(data, 1 / as.vector(fitted(found))^2)
    if (max(abs(coef(found) / before - 1)) < 1e-11) return(found)
  }
}

# Estimates and standard errors as A, B, C, D: C is exp(logC), so its error is C times that of logC.
rows <- function(points, weights, found) {
  estimate <- coef(found)
  error <- sqrt(diag(vcov(found)))
  value <- c(estimate[["A"]], estimate[["B"]], exp(estimate[["logC"]]), estimate[["D"]])
  se <- c(error[["A"]], error[["B"]], value[3] * error[["logC"]], error[["D"]])
  data.frame(points, weights, quantity = c("A", "B", "C", "D", "wrss"),
    value = sprintf("%.12g", c(value, deviance(found))), se = c(sprintf("%.12g", se), ""))
}

wells <- as.data.frame(subset(DNase, Run == 1, c(conc, density)))
means <- aggregate(density ~ conc, wells, mean)

answers <- rbind(
  rows("wells", "none", fit(wells, rep(1, nrow(wells)))),
  rows("wells", "1/y", fit(wells, 1 / wells$density)),
  rows("wells", "1/y2", fit(wells, 1 / wells$density^2)),
  rows("wells", "irls", refit(wells)),
  rows("means", "none", fit(means, rep(1, nrow(means)))))

save <- function(data, name) {
  write.csv(data, file.path(oracles, name), row.names = FALSE, quote = FALSE)
  print(data, row.names = FALSE)
}
save(data.frame(conc = wells$conc, od = wells$density), "dnase-run-1.csv")
save(answers, "dnase-run-1-fits.csv")
