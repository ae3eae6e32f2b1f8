//! What was decided, kept as proposed mappings in a store.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use crate::face::cli::exit::{Exit, Usage};
use crate::face::cli::mapping::change;
use crate::face::cli::serve::serve_review;
use crate::face::cli::talk::{Talk, count};
use crate::ingest::mapping::IriTemplate;
use crate::link::sssom::{MappingSet, Slot};
use crate::link::table::{Columns, LinkedRow};
use crate::link::target::{Description, Target};
use crate::mapping::{Choice, Facts, SetName, Subject, proposals, propose};
use crate::store::Store;

/// Whether decisions are kept, and where.
#[derive(Debug, Args)]
pub(super) struct Keep {
    /// Keep the decisions in a store, as proposed mappings of a set of this name; no CSV is written then but by --output
    #[arg(long, value_name = "NAME", requires_all = ["store", "subject"], help_heading = "Mappings")]
    set: Option<SetName>,
    /// The store's folder, made if it is not there
    #[arg(long, value_name = "DIR", env = "MILIEU_STORE", help_heading = "Mappings")]
    store: Option<PathBuf>,
    /// The IRI of each row, with columns in braces: id:actor/pic/{pic}, id:actor/mine/{name|slug}
    #[arg(long, value_name = "TEMPLATE", requires = "set", help_heading = "Mappings")]
    subject: Option<String>,
    /// Keep also that a name has no match
    #[arg(long, requires = "set", help_heading = "Mappings")]
    nil: bool,
    /// Then serve the store on this machine and open the page where the mappings are accepted or rejected
    #[arg(long, requires = "set", help_heading = "Mappings")]
    review: bool,
}

/// Decisions on their way into a set.
pub(super) struct Proposals<'k> {
    keep: &'k Keep,
    name: &'k SetName,
    store: &'k Path,
    template: IriTemplate,
    columns: Columns,
    header: Vec<String>,
    file: String,
    set: MappingSet,
}

impl Keep {
    /// Begins a set, if one is asked for; a template that does not fit the table is told before anything is linked.
    pub(super) fn begin(
        &self,
        file: &Path,
        header: &[String],
        columns: &Columns,
        target: &Description,
    ) -> Result<Option<Proposals<'_>>> {
        let (Some(name), Some(store), Some(template)) = (&self.set, &self.store, &self.subject) else {
            return Ok(None);
        };
        let template = IriTemplate::read(template, header).map_err(|error| Usage(error.to_string()))?;
        let mut set = MappingSet::default();
        // What the target is called here stands for its records, if a CURIE can begin so.
        let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
        if target.name.chars().all(plain) && set.prefixes.get(&target.name).is_none() {
            set.prefixes.declare(target.name.as_str(), target.iri_prefix.as_str());
        }
        let (columns, header, file) = (columns.clone(), header.to_vec(), file.display().to_string());
        Ok(Some(Proposals { keep: self, name, store, template, columns, header, file, set }))
    }
}

impl Proposals<'_> {
    /// Adds what was decided of a row; an error says why it has no IRI.
    pub(super) fn row(&mut self, row: &LinkedRow, target: &Target) -> Result<(), String> {
        if row.decision.is_nil() && !self.keep.nil {
            return Ok(());
        }
        let cell = |name: Option<&str>| {
            let place = name.and_then(|name| self.header.iter().position(|column| column == name));
            place.map(|place| row.cells[place].clone()).unwrap_or_default()
        };
        let subject = Subject {
            iri: self.template.fill(&row.cells, &self.file, row.number).map_err(|refused| refused.to_string())?,
            label: cell(Some(&self.columns.name)),
            facts: Facts {
                country: cell(self.columns.country.as_deref()),
                city: cell(self.columns.city.as_deref()),
                website: cell(self.columns.website.as_deref()),
            },
            identifier: row.identifier.clone(),
        };
        proposals(&mut self.set, &subject, &row.decision, |id| Choice::of(target, id));
        Ok(())
    }

    /// Writes the set, and opens the page if that is wanted.
    pub(super) fn finish(mut self, target: &Target, talk: Talk) -> Result<Exit> {
        let described = &target.description;
        self.set.slots.set(Slot::MappingSetTitle, format!("{} linked with {}", self.file, described.name));
        self.set.slots.set(Slot::License, "https://creativecommons.org/publicdomain/zero/1.0/");
        self.set.slots.set(Slot::ObjectSourceVersion, described.version.clone().unwrap_or_default());
        let store = Store::open(self.store)?;
        let (name, set) = (self.name, self.set);
        let note = format!("link {} with {} into {name}", self.file, described.name);
        let (proposed, after) = change(&store, note, |transaction| propose(transaction, name, &set))?;
        talk.say(format_args!(
            "{} proposed in {name}, {} left as reviewed, snapshot {}",
            count(proposed.proposed, "mapping"),
            count(proposed.kept, "subject"),
            after.number()
        ));
        if self.keep.review {
            return serve_review(store, name.as_str(), talk);
        }
        talk.say(format_args!("Next: milieu link ... --review, or milieu serve and its page /review/{name}"));
        Ok(Exit::Ok)
    }
}
