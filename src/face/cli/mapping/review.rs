//! `milieu mapping review`

use anyhow::Result;
use clap::{ArgGroup, Args};

use super::Place;
use super::list::state;
use crate::face::cli::exit::Exit;
use crate::face::cli::export::iri;
use crate::face::cli::talk::{Talk, count};
use crate::link::sssom::State;
use crate::mapping::{self, Choice, SetName};
use crate::model::NamedNode;

/// Accept or reject mappings, or take a review back
///
/// One mapping by the IRI of its record, as `milieu mapping list` shows it, or all that nobody has looked at and that are sure enough. The
/// page /review of `milieu serve` shows what each rests on.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").args(["mapping", "at_least"]).required(true))]
#[command(after_help = "\
Examples:
  milieu mapping review members --store my-store --by 'Ada Lovelace' --state accepted --at-least 0.95
  milieu mapping review members --store my-store --by 0000-0002-7356-1779 --state rejected --mapping id:mapping/members/8b1f...
  milieu mapping review members --store my-store --by Ada --state accepted --mapping id:mapping/members/8b1f... --object https://ror.org/04vnq7t77
  milieu mapping review members --store my-store --by Ada --state proposed --mapping id:mapping/members/8b1f...")]
pub(super) struct Review {
    /// The set's name
    #[arg(value_name = "SET")]
    set: SetName,
    #[command(flatten)]
    place: Place,
    /// Who says so: a name or an ORCID iD
    #[arg(long, value_name = "NAME")]
    by: String,
    /// What is said; proposed takes a review back
    #[arg(long, value_parser = state())]
    state: State,
    /// The record of one mapping
    #[arg(long, value_name = "IRI", value_parser = iri)]
    mapping: Option<NamedNode>,
    /// What it leads to instead
    #[arg(long, value_name = "IRI", value_parser = iri, requires = "mapping")]
    object: Option<NamedNode>,
    /// All proposed ones that are at least so sure, from 0 to 1
    #[arg(long, value_name = "CONFIDENCE")]
    at_least: Option<f64>,
}

impl Review {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let store = self.place.writing()?;
        let set = &self.set;
        let (reviewed, after) = super::change(&store, "", |transaction| {
            let Some(mapping) = self.mapping else {
                let at_least = self.at_least.unwrap_or_default();
                return mapping::review_all(transaction, set, self.state, at_least, &self.by, mapping::today());
            };
            let object = self.object.map(|object| Choice { iri: object.into_string(), ..Choice::default() });
            let review = mapping::Review { mapping, state: self.state, object, by: self.by, on: mapping::today() };
            mapping::review(transaction, set, &review).map(|_| 1)
        })?;
        talk.say(format_args!("{} {}, snapshot {}", count(reviewed, "mapping"), self.state.name(), after.number()));
        Ok(Exit::Ok)
    }
}
