//! `rasso protect`: which counts of any table may be shown, beside everything published before.

use crate::{
    args::Protect,
    failure::{CHECKSUM, Failure, INPUT, USAGE},
    terminal,
};
use rasso_disclosure::{Certificate, Ledger, Made, Pending, Policy, Summary, Tables, make};
use rasso_stats::thousands;
use rasso_store::Lock;
use serde_json::json;
use std::{fs, path::Path};

pub(super) fn protect(asked: &Protect) -> Result<u8, Failure> {
    if let Some(policy) = &asked.sign {
        return sign(policy, asked.json);
    }
    if asked.verify {
        return verify(asked);
    }
    // The command line is not read without these.
    let missing = || Failure::new(USAGE, "name the files of the release, or --verify a ledger");
    let files = Files {
        cells: asked.cells.as_deref().ok_or_else(missing)?,
        constraints: asked.constraints.as_deref().ok_or_else(missing)?,
        policy: asked.policy.as_deref().ok_or_else(missing)?,
        out: asked.out.as_deref().ok_or_else(missing)?,
        certificate: asked.certificate.as_deref().ok_or_else(missing)?,
        percentages: asked.percentages.as_deref(),
    };
    publish(&files, asked.ledger.as_deref(), asked.json)
}

/// The files that a release is made of and makes.
struct Files<'a> {
    cells: &'a Path,
    constraints: &'a Path,
    policy: &'a Path,
    out: &'a Path,
    certificate: &'a Path,
    percentages: Option<&'a Path>,
}

/// Prints the digest that a policy's `signed.digest` must be.
fn sign(policy: &Path, json: bool) -> Result<u8, Failure> {
    let digest = Policy::digest_to_sign(policy)?;
    if json {
        terminal::data(&json!({ "digest": digest }).to_string());
    } else {
        terminal::data(&digest);
        terminal::message("Whoever answers for the policy puts it in as `digest` under [signed].");
    }
    Ok(0)
}

fn publish(files: &Files<'_>, ledger: Option<&Path>, json: bool) -> Result<u8, Failure> {
    check_paths(files)?;
    let policy = Policy::read(files.policy)?;
    let tables = Tables::read(files.cells, files.constraints, &policy)?;
    let tables = match files.percentages {
        Some(file) => tables.with_percentages(file)?,
        None => tables,
    };
    let lock = ledger.map(Lock::take).transpose()?;
    let mut known = match ledger {
        Some(folder) => Ledger::open(folder)?,
        None => Ledger::nothing(),
    };
    let made = make(&tables, &policy, files.policy, &known)?;
    // Both lie on the disk before the ledger says that they are published, and are so only after it.
    let out = Pending::write(files.out, made.statuses.as_bytes())?;
    let certificate = Pending::write(files.certificate, made.certificate.as_bytes())?;
    if let Some(lock) = &lock {
        made.record(&mut known, lock)?;
    }
    certificate.commit()?;
    out.commit()?;
    say(&made, &policy, ledger.is_some(), json);
    Ok(0)
}

/// Says what became of the cells, in numbers that hide none: shares in tenths of a per cent.
fn say(made: &Made, policy: &Policy, has_ledger: bool, json: bool) {
    let Summary {
        shown,
        withheld,
        primary,
        releases,
        is_new,
        ..
    } = made.summary;
    let share = made.summary.share_withheld();
    if json {
        let said = json!({
            "shown": shown, "withheld": withheld, "primary": primary, "share_of_value_withheld": share,
            "width": policy.width, "releases": releases, "is_new": is_new,
        });
        terminal::data(&said.to_string());
        return;
    }
    let count = |it: usize| thousands(u64::try_from(it).unwrap_or(u64::MAX));
    terminal::data(&format!(
        "{} cells are shown and {} withheld, {} of these primary; {share} per cent of the value is withheld",
        count(shown),
        count(withheld),
        count(primary),
    ));
    let others = if !has_ledger {
        "there is no ledger: it is certified by itself, and nothing is known of what was published before".to_owned()
    } else if is_new {
        format!("release {releases} of the ledger; certified with all releases before it")
    } else {
        format!(
            "nothing in it is new: release {releases} of the ledger stands, with its certificate"
        )
    };
    terminal::data(&others);
}

/// Checks the ledger and its last certificate by addition.
fn verify(asked: &Protect) -> Result<u8, Failure> {
    let Some(folder) = &asked.ledger else {
        return Err(Failure::new(USAGE, "--verify needs --ledger"));
    };
    let ledger = Ledger::open(folder)?;
    let Some(certificate) = ledger.verify()? else {
        let message = format!("{} holds no release", folder.display());
        return Err(Failure::new(INPUT, message)
            .hint("name the folder that `rasso protect --ledger` wrote to"));
    };
    if let Some(published) = &asked.certificate
        && Certificate::read(published)? != certificate
    {
        let message = format!(
            "{} is not the certificate of the last release in {}",
            published.display(),
            folder.display()
        );
        return Err(Failure::new(CHECKSUM, message)
            .hint("if it was published later, the ledger was cut: take it back from a copy"));
    }
    let withheld = ledger
        .known()
        .cells()
        .iter()
        .filter(|it| it.told.is_withheld());
    let (withheld, releases, width) = (withheld.count(), ledger.releases(), certificate.width());
    if asked.json {
        let said = json!({ "releases": releases, "withheld": withheld, "width": width });
        terminal::data(&said.to_string());
        return Ok(0);
    }
    terminal::data(&format!(
        "{releases} releases are as they were written, under one policy; for each of the {} counts and changes that they \
         withhold, the certificate has two tables that agree with all they show and differ there by {width} or more",
        thousands(u64::try_from(withheld).unwrap_or(u64::MAX)),
    ));
    Ok(0)
}

/// Nothing that is read is written over, and two things are not written to one place.
fn check_paths(files: &Files<'_>) -> Result<(), Failure> {
    let same = |a: &Path, b: &Path| {
        let known = |it: &Path| fs::canonicalize(it).ok();
        a == b || (known(a).is_some() && known(a) == known(b))
    };
    let read = [files.cells, files.constraints, files.policy].into_iter();
    let read: Vec<&Path> = read.chain(files.percentages).collect();
    for (option, path) in [("--out", files.out), ("--certificate", files.certificate)] {
        if read.iter().any(|it| same(it, path)) {
            let message = format!(
                "{option} would write over `{}`, which is read",
                path.display()
            );
            return Err(Failure::new(USAGE, message).hint("name another file"));
        }
    }
    if same(files.out, files.certificate) {
        let message = "--out and --certificate are the same file";
        return Err(Failure::new(USAGE, message).hint("name another file"));
    }
    Ok(())
}
