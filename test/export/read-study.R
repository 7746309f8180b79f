# What R makes of a study: a line for each column, then what package survival makes of the limits.
# Arguments: the folder of the study, the sign between fields, the decimal sign.
arguments <- commandArgs(trailingOnly = TRUE)
separator <- arguments[2]
decimal <- arguments[3]
read <- function(name) {
  read.csv(file.path(arguments[1], name), sep = separator, dec = decimal, fileEncoding = "UTF-8")
}
study <- read("study_responses.csv")
dictionary <- read("study_dictionary.csv")
cat("rows", nrow(study), "\n")
cat("same names", identical(names(study), as.character(dictionary$column)), "\n")
for (name in names(study)) {
  cat("column", name, class(study[[name]]), sum(is.na(study[[name]])), "\n")
}
cat("mean log2 fold", format(mean(study$log2_fold, na.rm = TRUE), digits = 15), "\n")
if (requireNamespace("survival", quietly = TRUE)) {
  limits <- survival::Surv(study$log2_fold_lower, study$log2_fold_upper, type = "interval2")
  # Of an interval2 the status is 0 right-censored, 1 exact, 2 left-censored, 3 between limits.
  counts <- table(factor(limits[, "status"], levels = 0:3), useNA = "always")
  cat("status", as.integer(counts), "\n")
}
