//! `milieu infer`

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::data;
use super::exit::Exit;
use super::grid::Grid;
use super::output;
use super::query;
use super::talk::{Talk, count, thousands};
use crate::reason::{self, Rules};

/// Write what follows by rule into a graph of its own
///
/// The types, ties and parts that follow from the ontology, and from axioms of your own, are written into graph:inferred; what is
/// stated elsewhere is not written again. From then on every load, import and update brings it up to date in its own step, by the
/// same rules. `milieu info` says whether it is current. Exit code 3: more follows than can be kept, as where a transitive
/// property runs in a large circle.
#[allow(clippy::doc_markdown, reason = "the help is plain text, where backticks would be shown")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu infer --store my-store
  milieu infer --store my-store --rules rdfs
  milieu infer --store my-store --remove")]
pub(super) struct Infer {
    /// The store's folder
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    /// By which rules
    #[arg(long, value_enum, default_value = "owl-rl", conflicts_with = "remove")]
    rules: Profile,
    /// Take the graph away, and keep it up no longer
    #[arg(long)]
    remove: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Profile {
    /// Classes, properties, domains and ranges
    Rdfs,
    /// These, and of OWL 2 RL what the ontology uses: inverse, symmetric and transitive properties, chains
    OwlRl,
}

impl Infer {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let store = data::writing(&self.store)?;
        let mut transaction = store.begin();
        if self.remove {
            reason::remove(&mut transaction);
            transaction.note("infer: removed");
            let after = transaction.commit()?;
            talk.say(format_args!("graph:inferred is gone · snapshot {}", after.number()));
            return Ok(Exit::Ok);
        }
        let rules = match self.rules {
            Profile::Rdfs => Rules::rdfs(),
            Profile::OwlRl => Rules::owl_rl(),
        };
        let report = reason::infer(&mut transaction, &rules)?;
        transaction.note("infer");
        let after = transaction.commit()?;
        let mut grid = Grid::new(["rule", "triples"]);
        for rule in rules.iter() {
            let triples = report.counts.get(&rule).copied().unwrap_or_default();
            grid.row([(rule.name().to_owned(), false), (thousands(triples), true)]);
        }
        output::data(|out| Ok(grid.write(out)?))?;
        talk.say(format_args!(
            "{} in graph:inferred ({} new, {} gone), {:.2} s · snapshot {} ({})",
            count(usize::try_from(report.triples).unwrap_or(usize::MAX), "triple"),
            thousands(report.added),
            thousands(report.removed),
            report.time.as_secs_f64(),
            after.number(),
            query::short(&after.hash())
        ));
        Ok(Exit::Ok)
    }
}
