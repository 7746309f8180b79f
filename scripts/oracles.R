# Writes R's own answers, all of test/oracles/*.csv, where the tests read them:
#   Rscript scripts/oracles.R [FOLDER]
# Only what comes with R is used: the data set DNase (an ELISA of recombinant DNase, Run 1), nls, and
# the distributions and robust statistics of stats. The written values are facts of R's making;
# nothing of this project's code takes part. A test writes them anew and compares.

arguments <- commandArgs(trailingOnly = TRUE)
oracles <- if (length(arguments) > 0) arguments[1] else "test/oracles"
if (!dir.exists(oracles)) stop("there is no folder '", oracles, "'")
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
save <- function(data, name) {
  write.csv(data, file.path(oracles, name), row.names = FALSE, quote = FALSE)
  cat(name, "\n")
}
source(file.path(dirname(script), "oracles-distributions.R"), local = new.env())

model <- deriv(~ D + (A - D) / (1 + exp(B * (log(conc) - logC))), c("A", "B", "logC", "D"),
  function(conc, A, B, logC, D) NULL)
start <- c(A = 0, B = 1, logC = log(4), D = 2.4)
# A tolerance out of reach: nls then goes on until the sum of squares cannot fall any further in double
# precision, and warns that it did, which is what is wanted here. More than sixty steps change nothing
# before the eleventh digit.
control <- nls.control(maxiter = 60, tol = 1e-12, minFactor = 1e-10, warnOnly = TRUE)
options(warn = -1)

fit <- function(data, weights) {
  data$weights <- weights
  nls(density ~ model(conc, A, B, logC, D), data, start = start, weights = weights, control = control)
}

# Weights from the fitted ODs, refitted until the parameters stand still; each round gains about a digit.
refit <- function(data, power = 2) {
  found <- fit(data, 1 / data$density^power)
  repeat {
    before <- coef(found)
    found <- fit(data, 1 / as.vector(fitted(found))^power)
    if (max(abs(coef(found) / before - 1)) < 1e-11) return(found)
  }
}

# The power of the mean by pseudo-likelihood: the theta that makes the residuals likeliest, and the curve
# under its weights, by turns until theta stands still.
likeliest <- function(found, data) {
  mu <- as.vector(fitted(found))
  squares <- (data$density - mu)^2
  score <- function(theta) {
    part <- squares * mu^(-2 * theta)
    mean(log(mu)) - sum(part * log(mu)) / sum(part)
  }
  uniroot(score, c(0, 2), tol = 1e-14)$root
}
# Each round is one reweighting, so that curve, weights and theta settle together.
powered <- function(data) {
  theta <- 1
  found <- refit(data)
  repeat {
    before <- theta
    theta <- likeliest(found, data)
    found <- fit(data, as.vector(fitted(found))^(-2 * theta))
    if (abs(theta - before) < 1e-11) return(list(found = found, theta = theta))
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

power <- powered(wells)
answers <- rbind(
  rows("wells", "none", fit(wells, rep(1, nrow(wells)))),
  rows("wells", "1/y", fit(wells, 1 / wells$density)),
  rows("wells", "1/y2", fit(wells, 1 / wells$density^2)),
  rows("wells", "irls", refit(wells)),
  rows("wells", "irls-1/y", refit(wells, 1)),
  rows("wells", "power", power$found),
  data.frame(points = "wells", weights = "power", quantity = "theta",
    value = sprintf("%.12g", power$theta), se = ""),
  rows("means", "none", fit(means, rep(1, nrow(means)))))

save(data.frame(conc = wells$conc, od = wells$density), "dnase-run-1.csv")
save(answers, "dnase-run-1-fits.csv")
