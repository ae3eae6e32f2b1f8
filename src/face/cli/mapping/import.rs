//! `milieu mapping import`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::face::cli::exit::{Exit, No};
use crate::face::cli::sssom;
use crate::face::cli::talk::{Talk, count};
use crate::link::sssom::{Severity, State};
use crate::mapping::{self, SetName};
use crate::store::Store;

/// Bring mappings of a file into a store, as a set of their own
///
/// A set of the same name is replaced. Mappings stand as the file says: proposed where nobody is named who looked at them. A file with
/// errors is refused; `milieu sssom validate` lists them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu mapping import ror_wikidata.sssom.tsv --set ror-wikidata --store my-store
  milieu mapping import ror_wikidata.sssom.tsv --set ror-wikidata --store my-store --accepted-by 'Ada Lovelace'
  milieu mapping import members.ttl --set members --store my-store")]
pub(super) struct Import {
    /// The file: .tsv, .json, or RDF
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The set's name in the store
    #[arg(long, value_name = "NAME")]
    set: SetName,
    /// The store's folder, made if it is not there
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE")]
    store: PathBuf,
    /// The metadata of a table, where they lie in a file of their own (YAML)
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Accept every mapping that nobody has looked at, in the name of this person (a name or an ORCID iD)
    #[arg(long, value_name = "NAME")]
    accepted_by: Option<String>,
}

impl Import {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let read = sssom::read(&self.file, self.metadata.as_deref(), talk)?;
        if !read.is_valid() {
            let errors = read.faults.iter().filter(|fault| fault.severity() == Severity::Error);
            errors.clone().take(10).for_each(|fault| talk.say(fault));
            let told = count(errors.count(), "error");
            return Err(No(format!("{told} in {}; nothing was changed", self.file.display())).into());
        }
        let store = Store::open(&self.store)?;
        let note = format!("import the mapping set {} from {}", self.set, self.file.display());
        let (mappings, after) = super::change(&store, note.clone(), |transaction| {
            let mappings = mapping::put(transaction, &self.set, read.set)?;
            if let Some(by) = &self.accepted_by {
                mapping::review_all(transaction, &self.set, State::Accepted, 0.0, by, mapping::today())?;
                transaction.note(format!("{note}, accepted by {by}"));
            }
            Ok(mappings)
        })?;
        talk.say(format_args!("{} in {}, snapshot {}", count(mappings, "mapping"), self.set, after.number()));
        Ok(Exit::Ok)
    }
}
