//! What `rasso protect` takes.

use clap::Args as ClapArgs;
use std::path::PathBuf;

/// Decide which counts may be shown, and certify that nothing withheld can be worked out.
#[derive(Debug, ClapArgs)]
pub(crate) struct Protect {
    /// The counts: `cell_id`, any labels, `value`; where needed `revises`, `complainants`, `largest`
    #[arg(long, value_name = "FILE", required_unless_present_any = ["verify", "sign"])]
    pub(crate) cells: Option<PathBuf>,
    /// What sums to what: `con_id,cell_id,coef`; coefficient times value over each `con_id` is 0
    #[arg(long, value_name = "FILE", required_unless_present_any = ["verify", "sign"])]
    pub(crate) constraints: Option<PathBuf>,
    /// Percentages of these counts that are published with them, or were by others: `part,whole,percent`, two cells and the
    /// text, rounded half up. Each is held against everything withheld
    #[arg(long, value_name = "FILE", conflicts_with_all = ["verify", "sign"])]
    pub(crate) percentages: Option<PathBuf>,
    /// The signed policy; data-schemas/disclosure/example-policy.toml is an example, line by line
    #[arg(long, value_name = "FILE", required_unless_present_any = ["verify", "sign"])]
    pub(crate) policy: Option<PathBuf>,
    /// The folder of everything published so far, which this release is held against and added to
    #[arg(long, value_name = "DIR")]
    pub(crate) ledger: Option<PathBuf>,
    /// The file to write `cell_id,status` to: `s` shown, `c` withheld; and `rounded` where the policy rounds
    #[arg(long, value_name = "FILE", required_unless_present_any = ["verify", "sign"])]
    pub(crate) out: Option<PathBuf>,
    /// The file to write the certificate to; with --verify the one that was published, to be that of the last release
    #[arg(long, value_name = "FILE", required_unless_present_any = ["verify", "sign"])]
    pub(crate) certificate: Option<PathBuf>,
    /// Check the whole ledger and the certificate of its last release, and write nothing
    #[arg(long, requires = "ledger", conflicts_with_all = ["cells", "constraints", "policy", "out"])]
    pub(crate) verify: bool,
    /// Print the digest to sign a policy with
    #[arg(long, value_name = "POLICY", conflicts_with_all = ["cells", "constraints", "policy", "out", "certificate", "ledger", "verify"])]
    pub(crate) sign: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
