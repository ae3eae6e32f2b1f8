//! `milieu mapping list`

use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Place;
use crate::face::cli::exit::Exit;
use crate::face::cli::listing::Listing;
use crate::face::cli::talk::{Talk, count, thousands};
use crate::link::sssom::{Slot, State};
use crate::mapping::{self, Entry, Order, Queue, SetName, Summary};

/// List the mapping sets of a store, or the mappings of a set
///
/// Without a name, the sets with how many of their mappings stand where; with one, its mappings, the surest first.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu mapping list --store my-store
  milieu mapping list members --store my-store
  milieu mapping list members --store my-store --state accepted --format csv > accepted.csv
  milieu mapping list members --store my-store --order least-sure-first --first 20")]
pub(super) struct List {
    /// The set's name
    #[arg(value_name = "SET")]
    set: Option<SetName>,
    #[command(flatten)]
    place: Place,
    /// Only the mappings that stand so; else all
    #[arg(long, value_parser = state(), requires = "set")]
    state: Option<State>,
    /// Which come first
    #[arg(long, value_enum, default_value = "surest-first")]
    order: Order,
    /// At most so many mappings
    #[arg(long, value_name = "N", requires = "set")]
    first: Option<usize>,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Listing,
}

/// A state by its name.
pub(super) fn state() -> impl TypedValueParser<Value = State> {
    PossibleValuesParser::new(["proposed", "accepted", "rejected"]).try_map(|name| name.parse::<State>())
}

impl List {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let snapshot = self.place.reading()?;
        let Some(set) = &self.set else {
            let sets = mapping::sets(&snapshot);
            self.format.write(&SETS, sets.iter().map(of_set))?;
            talk.say(count(sets.len(), "set"));
            return Ok(Exit::Ok);
        };
        let queue = Queue::of(&snapshot, set, self.state, self.order)?;
        let records = queue.records.iter().take(self.first.unwrap_or(usize::MAX));
        let entries: Result<Vec<Entry>, _> = records.map(|record| mapping::entry(&snapshot, set, record)).collect();
        self.format.write(&MAPPINGS, entries?.iter().map(of_entry))?;
        talk.say(format_args!(
            "{}: {} proposed, {} accepted, {} rejected",
            set,
            thousands(queue.counts.proposed as u64),
            thousands(queue.counts.accepted as u64),
            thousands(queue.counts.rejected as u64)
        ));
        Ok(Exit::Ok)
    }
}

const SETS: [&str; 5] = ["set", "proposed", "accepted", "rejected", "title"];
const MAPPINGS: [&str; 9] =
    ["state", "confidence", "subject", "subject label", "object", "object label", "reviewer", "reviewed", "mapping"];

fn of_set(set: &Summary) -> [String; 5] {
    let counts = set.counts;
    let title = set.title.clone().unwrap_or_default();
    let [proposed, accepted, rejected] = [counts.proposed, counts.accepted, counts.rejected].map(|it| it.to_string());
    [set.name.to_string(), proposed, accepted, rejected, title]
}

fn of_entry(entry: &Entry) -> [String; 9] {
    let text = |slot| entry.mapping.get(slot).unwrap_or_default().to_owned();
    let reviewer = entry.mapping.get(Slot::ReviewerLabel).or_else(|| entry.mapping.get(Slot::ReviewerId));
    [
        entry.state().name().to_owned(),
        text(Slot::Confidence),
        text(Slot::SubjectId),
        text(Slot::SubjectLabel),
        text(Slot::ObjectId),
        text(Slot::ObjectLabel),
        reviewer.unwrap_or_default().to_owned(),
        text(Slot::ReviewDate),
        entry.iri.as_str().to_owned(),
    ]
}
