//! The policy: which counts may not be shown, signed by whoever answers for it.
//!
//! It has no defaults. What a threshold is, whether a zero is shown, by how much two possible tables must differ: a
//! person has decided each of these, and signed it with a digest that no longer fits when a key is changed.

mod keys;

use crate::{DisclosureError, bytes, told::Rounding};
use keys::Keys;
use std::path::Path;

/// A policy whose digest fits what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Counts of 1 to `threshold - 1` are withheld.
    pub threshold: i64,
    /// What is done with a count of nought.
    pub zeros: Zeros,
    /// What shown counts are rounded to; 1 for not at all.
    pub base: i64,
    /// How far apart two tables must be at each withheld count, in cases; 2 or more.
    pub width: i64,
    /// Whose share of a count may not be too large.
    pub dominance: Option<Dominance>,
    /// The fewest people whom a shown count is about.
    pub minimum_complainants: Option<u64>,
    /// Who signed, and when.
    pub signed: Signed,
    /// SHA-256 of all other keys.
    pub digest: String,
}

/// What is done with a count of nought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    /// It is shown.
    Shown,
    /// It is withheld as a small count is.
    Withheld,
}

/// A count is withheld where its `largest` contributors make more than `percent` of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dominance {
    /// How many contributors.
    pub largest: i64,
    /// Of 100.
    pub percent: i64,
}

/// Who signed a policy, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// A role or an office.
    pub by: String,
    /// The day, as 2026-03-31.
    pub on: String,
}

impl Policy {
    /// Reads a policy file.
    pub fn read(file: &Path) -> Result<Self, DisclosureError> {
        Self::parse(file, &bytes::read(file)?)
    }

    /// A policy from its text. Refused unless every key is there, no other is, and the digest fits.
    pub fn parse(file: &Path, text: &str) -> Result<Self, DisclosureError> {
        let (policy, signed) = Self::keys(file, text)?;
        match signed {
            None => Err(DisclosureError::Policy {
                file: file.to_path_buf(),
                key: "signed.digest".to_owned(),
                fault: "must be there; `rasso protect --sign` prints it".to_owned(),
            }),
            Some(digest) if digest == policy.digest => Ok(policy),
            Some(_) => Err(DisclosureError::Unsigned {
                file: file.to_path_buf(),
                on: policy.signed.on,
            }),
        }
    }

    /// The digest to sign a policy file with, whatever digest it has now.
    pub fn digest_to_sign(file: &Path) -> Result<String, DisclosureError> {
        Ok(Self::keys(file, &bytes::read(file)?)?.0.digest)
    }

    /// The policy with the digest that would fit it, and the one that it has.
    fn keys(file: &Path, text: &str) -> Result<(Self, Option<String>), DisclosureError> {
        let mut keys = Keys::parse(file, text)?;
        let threshold = keys.whole("threshold", 1..)?;
        let zeros = match keys.word("zeros")?.as_str() {
            "shown" => Zeros::Shown,
            "withheld" => Zeros::Withheld,
            _ => return Err(keys.fault("zeros", "must be \"shown\" or \"withheld\"")),
        };
        let base = keys.whole("base", 1..)?;
        if base > threshold.saturating_mul(2) {
            let why = "must be at most twice the threshold: else counts that may be shown would come out as 0";
            return Err(keys.fault("base", why));
        }
        let width = keys.whole("width", 2..)?;
        let dominance = keys.table_or_none("dominance")?;
        let dominance = dominance.map(|mut it| {
            let largest = it.whole("largest", 1..)?;
            let percent = it.whole("percent", 1..=100)?;
            it.end()?;
            Ok::<_, DisclosureError>(Dominance { largest, percent })
        });
        let minimum_complainants = keys.whole_or_none("minimum_complainants", 1..)?;
        let mut of_signing = keys.table("signed")?;
        let signed = Signed {
            by: of_signing.word("by")?,
            on: of_signing.day("on")?,
        };
        let digest = of_signing.digest("digest")?;
        of_signing.end()?;
        keys.end()?;
        let mut policy = Self {
            threshold,
            zeros,
            base,
            width,
            dominance: dominance.transpose()?,
            minimum_complainants: minimum_complainants.map(i64::unsigned_abs),
            signed,
            digest: String::new(),
        };
        policy.digest = bytes::sha256(policy.canonical().as_bytes());
        Ok((policy, digest))
    }

    /// What is signed: every key but the digest, one a line, whatever the file's layout and comments.
    fn canonical(&self) -> String {
        let zeros = match self.zeros {
            Zeros::Shown => "shown",
            Zeros::Withheld => "withheld",
        };
        let dominance = self.dominance.map_or_else(
            || "none".to_owned(),
            |it| format!("{} {}", it.largest, it.percent),
        );
        let complainants = self
            .minimum_complainants
            .map_or_else(|| "none".to_owned(), |it| it.to_string());
        format!(
            "rasso policy 1\nthreshold {}\nzeros {zeros}\nbase {}\nwidth {}\ndominance {dominance}\n\
             minimum_complainants {complainants}\nsigned.by {:?}\nsigned.on {}\n",
            self.threshold, self.base, self.width, self.signed.by, self.signed.on
        )
    }

    /// Whether a count may not be shown for what it says itself.
    ///
    /// `complainants`: the different people whom it is about; `largest`: how much of it its largest contributors
    /// make, as many of them as `dominance` asks for. Where the policy has a rule and the number is not known, the count may
    /// not be shown either.
    pub fn primary(&self, count: i64, complainants: Option<u64>, largest: Option<u64>) -> bool {
        if count == 0 {
            return self.zeros == Zeros::Withheld;
        }
        let of_few = self
            .minimum_complainants
            .is_some_and(|least| complainants.is_none_or(|it| it < least));
        let dominated = self.dominance.is_some_and(|rule| {
            largest.is_none_or(|it| {
                i128::from(it) * 100 > i128::from(count) * i128::from(rule.percent)
            })
        });
        self.is_small(count) || of_few || dominated
    }

    /// How shown counts are rounded.
    pub fn rounding(&self) -> Rounding {
        Rounding::new(self.base, self.threshold)
    }

    /// Whether a count, or by how much one was revised, is of 1 to `threshold - 1`.
    pub fn is_small(&self, count: i64) -> bool {
        (1..self.threshold).contains(&count.abs())
    }
}

#[cfg(test)]
mod tests;
