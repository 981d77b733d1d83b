//! The arguments of `rasso estimate`.

mod areas;
mod cases;
mod counts;
mod series;

pub(crate) use areas::{
    Decompose, Disparity, Funnel, Kitagawa, OfStandard, Shrink, Standardise, Units,
};
pub(crate) use cases::{Cases, GroupTests, Incidence, Period, Quantile, Survival};
pub(crate) use counts::{Difference, OfDifference, OfProportion, Proportion};
pub(crate) use series::{ChainLadder, Controls, Did, Its, Ranges, Xmr};

use clap::{Args, Subcommand, ValueEnum};
use rasso_stats::Confidence;
use std::path::PathBuf;

/// The worked example of an estimator, which stands beside its code and which the tests run.
macro_rules! example {
    ($name:literal) => {
        include_str!(concat!("../commands/estimate/examples/", $name, ".txt")).trim_end()
    };
}

#[derive(Debug, Subcommand)]
pub(crate) enum Estimate {
    /// How many cases end of each cause by when, while some are still open (Aalen-Johansen)
    ///
    /// Writes `group,cause,time,n_risk,n_event,estimate,std_error,lower,upper`: the share of all cases that
    /// end of the cause by the time, its standard error (Aalen's variance) and its interval (on the
    /// scale of log(-log)). `n_risk` is how many are under observation at the time, `n_event` how many
    /// ended of the cause since the row before. Nothing is estimated past the time up to which somebody
    /// was under observation: the cell is empty, and a note on stderr says how often. A share of 0 or 1
    /// has no interval.
    #[command(after_help = example!("incidence"))]
    Incidence(Incidence),
    /// How cases end at the pace of the newest quarters, and whether the same came true before
    ///
    /// Each case counts for the part of its life that fell into the last whole quarters (`--window` of
    /// them), and enters late if it began before them; of these parts it is the incidence (Aalen-Johansen).
    /// It is what a cohort would come to if it lived all its life at the pace of these quarters.
    ///
    /// Writes `group,cause,time,quarters_ago,as_at,n_risk,n_event,estimate,std_error,lower,upper` and
    /// `came_n_risk,came,came_std_error,error,deviation,within`. `quarters_ago` 0 is the estimate of the newest
    /// quarters; 1 and more (`--back`) what would have been said so many quarters ago, with all forgotten
    /// that came after `as_at`. came is what is known now of the cases that began in the quarter that ended
    /// with `as_at`, as far as they were followed; error is came less estimate, deviation the same in
    /// standard errors of both together, and within whether came is inside the interval. As came has an
    /// error of its own, fewer than 95 in 100 are, even if the pace lasts: look for deviations that are large,
    /// or all of one sign.
    #[command(after_help = example!("period"))]
    Period(Period),
    /// How many cases are not over yet by when (Kaplan-Meier)
    ///
    /// Writes `group,time,n_risk,n_event,n_censored,estimate,std_error,lower,upper`: the share that lasts
    /// longer than the time, its standard error (Greenwood's) and its interval (on the scale of
    /// log(-log)). `n_event` and `n_censored` count from the row before. Where cases may end in several
    /// ways, take `incidence`.
    #[command(after_help = example!("survival"))]
    Survival(Survival),
    /// How long it takes until some share of cases is over, while some are still open
    ///
    /// Writes `group,p,estimate,lower,upper`: the first time by which the share p is over, by
    /// Kaplan-Meier, and its limits. `not reached` where so many are not over as far as cases were
    /// observed.
    #[command(after_help = example!("quantile"))]
    Quantile(Quantile),
    /// A share of cases and its interval
    ///
    /// Writes `group,numerator,denominator,estimate,lower,upper`. A share of no cases is empty.
    #[command(after_help = example!("proportion"))]
    Proportion(Proportion),
    /// The difference of two shares and its interval
    ///
    /// Writes `group,numerator,denominator,reference_numerator,reference_denominator,estimate,lower,upper`: the
    /// share less that of the reference. Both stand in one row.
    #[command(after_help = example!("difference"))]
    Difference(Difference),
    /// Shares of units of different size beside each other, with limits that allow for over-dispersion
    ///
    /// Writes a row for each group. estimate is its share and target that of all. `lower_95` to `upper_99_8` are
    /// the limits with over-dispersion (Spiegelhalter), z and `p_value` say how far off the group is,
    /// `false_discovery_rate` (Benjamini-Hochberg) and holm allow for so many being looked at, and flag is the
    /// limit that it is beyond. The columns of chance are the same for chance alone: where phi is
    /// far above 1, these flag most groups, and say nothing.
    #[command(after_help = example!("funnel"))]
    Funnel(Funnel),
    /// Shares of small units drawn towards the share of all (empirical Bayes)
    ///
    /// Writes `group,numerator,denominator,crude,estimate,lower,upper,alpha,beta,note`: crude is the share as it
    /// is, estimate the mean of its posterior under a beta distribution of shares (alpha, beta) that is
    /// fitted to all.
    #[command(after_help = example!("shrink"))]
    Shrink(Shrink),
    /// A series as a chart of single values and moving ranges, with the rules of the NHS
    ///
    /// Writes `group,time,value,centre,lower,upper,special,note`. special is why a point is no common one, by the
    /// first of these: `outside_above` or `outside_below` the limits, `trend_up` or `trend_down` (seven in a row),
    /// `two_in_three_above` or `two_in_three_below` (near the limit), `shift_above` or `shift_below` (seven on
    /// one side).
    #[command(after_help = example!("xmr"))]
    Xmr(Xmr),
    /// How much of the change of a rate from end to end each stage brought (Shapley)
    ///
    /// Writes `group,stage,rate_before,rate_after,estimate,exact,note`. Each step over the one before is a stage,
    /// named by the step; `all` is the last step over the first. exact is the same as a fraction: the
    /// parts sum to the change exactly. The parts say where a change happened, and not why.
    #[command(after_help = example!("decompose"))]
    Decompose(Decompose),
    /// How much of a change came from the mix of groups, and how much from their rates (Kitagawa)
    ///
    /// Writes `group,part,estimate,exact`: the parts mix and rate of each group, then those of `all` and the
    /// change of the rate of all. exact is a fraction: the parts sum to the change exactly.
    #[command(after_help = example!("kitagawa"))]
    Kitagawa(Kitagawa),
    /// Shares of groups whose cases are of different kinds, made comparable
    ///
    /// Writes `group,numerator,denominator,crude`, then for the methods indirect and logit
    /// `expected,ratio,lower,upper,byar_lower,byar_upper,estimate,note`: what the kinds of its cases let expect,
    /// observed over expected with exact and Byar's limits, and that ratio times the share of all. For
    /// the method direct `estimate,std_error,covered,note`: covered is how much of the standard is of kinds that
    /// the group has.
    #[command(after_help = example!("standardise"))]
    Standardise(Standardise),
    /// How much more often something happens to one group than to another, over strata
    ///
    /// Each row is a stratum, as a force. Writes
    /// `group,measure,estimate,lower,upper,statistic,degrees,p_value,holm,false_discovery_rate,note`.
    /// Measures: `risk_ratio` of all strata added up (Katz), `mh_risk_ratio` and `mh_odds_ratio` within strata
    /// (Mantel-Haenszel), cmh whether there is any difference, `breslow_day` and tarone whether the odds
    /// ratio is the same in all strata. holm and `false_discovery_rate` allow for the number of groups.
    #[command(after_help = example!("disparity"))]
    Disparity(Disparity),
    /// Whether as many cases end of a cause in every group, while some are still open (Gray)
    ///
    /// Writes `cause,groups,statistic,degrees,p_value,note`.
    #[command(after_help = example!("gray"), mut_arg("group", |it| it.required(true)))]
    Gray(GroupTests),
    /// Whether cases of every group end of a cause at the same pace (log-rank)
    ///
    /// Writes `cause,groups,statistic,degrees,p_value,note`. Ends of other causes count as last seen open then; to
    /// compare how many end of a cause take `gray`.
    #[command(after_help = example!("logrank"), mut_arg("group", |it| it.required(true)))]
    Logrank(GroupTests),
    /// How many more will come, from a triangle of counts alone (chain ladder, with Mack's errors)
    ///
    /// Writes `origin,development,latest,next_factor,ultimate,std_error,note`: what each origin has reached and
    /// will reach, then `all`. `next_factor` is by how much counts grow from its latest development to the next.
    #[command(after_help = example!("chainladder"))]
    Chainladder(ChainLadder),
    /// Whether a series changed its level or its slope at a start (interrupted time series)
    ///
    /// Writes `group,term,estimate,std_error,lower,upper,note`: the terms level, slope, `level_change` and
    /// `slope_change` by least squares, with Newey and West's errors.
    #[command(after_help = example!("its"))]
    Its(Its),
    /// What a measure brought that came to areas at different times (difference in differences)
    ///
    /// Writes `effect,start,time,estimate,std_error,lower,upper,p_value`: the effect on the areas of each start at
    /// each time (Callaway and Sant'Anna), then overall, with the chance of an effect as large if the
    /// starts are dealt out to the areas anew.
    #[command(after_help = example!("did"))]
    Did(Did),
}

impl Estimate {
    /// The file that is read and what is written.
    pub(crate) const fn files(&self) -> &Files {
        match self {
            Self::Incidence(asked) => &asked.cases.files,
            Self::Period(asked) => &asked.files,
            Self::Survival(asked) => &asked.cases.files,
            Self::Quantile(asked) => &asked.cases.files,
            Self::Proportion(asked) => &asked.files,
            Self::Difference(asked) => &asked.files,
            Self::Funnel(asked) => &asked.units.files,
            Self::Shrink(asked) => &asked.units.files,
            Self::Xmr(asked) => &asked.files,
            Self::Decompose(asked) => &asked.files,
            Self::Kitagawa(asked) => &asked.files,
            Self::Standardise(asked) => &asked.files,
            Self::Disparity(asked) => &asked.files,
            Self::Gray(asked) | Self::Logrank(asked) => &asked.cases.files,
            Self::Chainladder(asked) => &asked.files,
            Self::Its(asked) => &asked.files,
            Self::Did(asked) => &asked.files,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Files {
    /// The file to read: CSV (also compressed), Parquet, XLSX or ODS
    #[arg(long, value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// The CSV file to write; one that is there is replaced. Without it the rows go to stdout
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) out: Option<PathBuf>,
    /// Print JSON: the rows, or with --out what was written
    #[arg(long)]
    pub(crate) json: bool,
}

/// How sure intervals are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    #[value(name = "95")]
    Percent95,
    #[value(name = "99.8")]
    Percent99_8,
}

impl From<Level> for Confidence {
    fn from(level: Level) -> Self {
        match level {
            Level::Percent95 => Self::Percent95,
            Level::Percent99_8 => Self::Percent99_8,
        }
    }
}
