//! `milieu what-if`

use anyhow::Result;
use clap::Args;

use super::exit::{Exit, Usage};
use super::output;
use super::talk::{Talk, count};
use super::view::changes::Form;
use super::view::run::Asked;
use crate::what_if;

/// Run a view as if there were other linkages, and show the rows that would change
///
/// A linkage is written 'A -> B : kind' (from A to B) or 'A -- B : kind' (without direction, also of more than two ends); the kind may
/// be left out. Actors and kinds are given by label or IRI, a linkage that is to be removed also by its own name. What follows from the
/// linkages (ends, weights, borders, groups) is derived as a write would. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu what-if --toy --add 'Cedar Winery -> Birch Yards : trade' linkage/reach --param group='Cedar Coast'
  milieu what-if --toy --add 'Cedar Winery -- Alder University -- Birch Institute : joint-research' cluster/ei-index
  milieu what-if --toy --remove grapes --remove 'Alder Sawmill -> Alder Joinery' actor/degree --format csv")]
pub(super) struct WhatIf {
    /// A linkage that would be there; may be given more than once
    #[arg(long, value_name = "LINKAGE")]
    add: Vec<String>,
    /// A linkage that would not be there; may be given more than once
    #[arg(long, value_name = "LINKAGE")]
    remove: Vec<String>,
    #[command(flatten)]
    asked: Asked,
    /// How the rows are written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
}

impl WhatIf {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let what_if = what_if::WhatIf::read(&self.add, &self.remove)?;
        if what_if.is_empty() {
            return Err(Usage("nothing would be different: give --add or --remove".to_owned()).into());
        }
        let (view, arguments) = self.asked.view()?;
        let snapshot = self.asked.data.read(talk)?;
        let outcome = what_if.run(view, &snapshot, &arguments, &self.asked.limits.of_view())?;
        output::data(|out| self.format.write(&outcome.after, &outcome.rows, out))?;
        let (came, went) = outcome.quads;
        talk.say(format_args!(
            "{} of {} would change; {} added and {} removed, in {} more and {} fewer",
            count(outcome.rows.len(), "row"),
            outcome.before.rows.len().max(outcome.after.rows.len()),
            count(outcome.added.len(), "linkage"),
            outcome.removed.len(),
            count(came, "quad"),
            went,
        ));
        talk.say("Nothing was written");
        Ok(Exit::Ok)
    }
}
