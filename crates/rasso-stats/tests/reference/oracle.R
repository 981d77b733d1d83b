# The answers of R to the cohorts of oracle.py. Versions are in README.md.
library(survival); library(cmprsk)
options(digits = 17)
write <- function(x, name) write.csv(format(x, digits = 17, trim = TRUE), name, row.names = FALSE, quote = FALSE)
late <- read.csv("late_input.csv")
late$start <- ifelse(is.na(late$entry), -1, late$entry)
late$id <- seq_len(nrow(late))
fit <- survfit(Surv(start, exit, factor(status)) ~ 1, data = late, id = id)
keep <- rowSums(fit$n.event) > 0
write(data.frame(time = fit$time, n_risk = fit$n.risk[, 1], S = fit$pstate[, 1], cif1 = fit$pstate[, 2],
                 cif2 = fit$pstate[, 3], cif3 = fit$pstate[, 4])[keep, ], "late_expected_R_survfit.csv")
km <- survfit(Surv(start, exit, status > 0) ~ 1, data = late, conf.type = "log-log")
write(data.frame(time = km$time, n_risk = km$n.risk, S = km$surv, lo = km$lower, hi = km$upper)[km$n.event > 0, ],
      "late_expected_R_km.csv")
cohort <- read.csv("cohort_input.csv")
bmt <- read.csv("cr_bmt_input.csv")
tests <- NULL
add <- function(data, name, cause) {
  lr <- survdiff(Surv(if ("time" %in% names(data)) data$time else data$exit, data$status == cause) ~ data$group)
  tests <<- rbind(tests, data.frame(data = name, test = "logrank", cause = cause, statistic = lr$chisq, df = length(lr$n) - 1,
    p = pchisq(lr$chisq, length(lr$n) - 1, lower.tail = FALSE)))
}
gray <- function(data, name) {
  time <- if ("time" %in% names(data)) data$time else data$exit
  g <- cuminc(time, data$status, data$group)$Tests
  for (k in rownames(g)) tests <<- rbind(tests, data.frame(data = name, test = "gray", cause = as.integer(k),
    statistic = g[k, "stat"], df = g[k, "df"], p = pchisq(g[k, "stat"], g[k, "df"], lower.tail = FALSE)))
}
for (k in 1:3) add(cohort, "cohort", k)
for (k in 1:2) add(bmt, "bmt", k)
gray(cohort, "cohort"); gray(bmt, "bmt")
# With no two times alike the score test of a Cox model is the log-rank test, also with late entries.
late$apart <- late$exit + late$id / 1024
cox <- summary(coxph(Surv(start, apart, status == 2) ~ factor(group), data = late))$sctest
tests <- rbind(tests, data.frame(data = "late", test = "logrank", cause = 2, statistic = cox[["test"]], df = 4, p = cox[["pvalue"]]))
write(tests, "tests_expected_R.csv"); print(tests)
# The period estimate: what fell into days 1136 to 1500, each case counted from when it began.
dated <- read.csv("dated_input.csv")
first <- 1136; last <- 1500
dated <- dated[dated$last_seen >= first & dated$origin <= last, ]
dated$start <- ifelse(dated$origin >= first, -1, first - 1 - dated$origin)
dated$exit <- pmin(dated$last_seen, last) - dated$origin
dated$status[dated$last_seen > last] <- 0
dated$id <- seq_len(nrow(dated))
period <- survfit(Surv(start, exit, factor(status)) ~ 1, data = dated, id = id)
keep <- rowSums(period$n.event) > 0
write(data.frame(time = period$time, n_risk = period$n.risk[, 1], cif1 = period$pstate[, 2],
                 cif2 = period$pstate[, 3], cif3 = period$pstate[, 4])[keep, ], "period_expected_R_survfit.csv")
