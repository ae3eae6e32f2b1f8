//! `milieu view explain`

use anyhow::Result;
use clap::Args;

use super::run::Asked;
use crate::face::cli::exit::Exit;
use crate::face::cli::explain::{Form, written};
use crate::face::cli::talk::Talk;
use crate::sparql;

/// Run the query of a view and tell how it was answered
///
/// The query is that of the view with the parameters in it. What a measure adds to its rows is not told.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu view explain cluster/location-quotient
  milieu view explain linkage/reach --param group=nuts:DE11 --store my-store --format json")]
pub(super) struct Explain {
    #[command(flatten)]
    asked: Asked,
    /// How it is told
    #[arg(long, short = 'f', value_enum, default_value = "text")]
    format: Form,
}

impl Explain {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let (view, arguments) = self.asked.view()?;
        let snapshot = self.asked.data.read(talk)?;
        let query = view.bound(&snapshot, &arguments)?;
        written(&sparql::explain_query(&snapshot, query, &self.asked.limits.options())?, self.format)
    }
}
