//! Targets: data sets that names are linked with, read as they are published.
//!
//! A [`Format`] has a reader, a file each. To add one: a `READER` in a file of its own, a variant, and its line in [`Format::ALL`] and in
//! `Format::reader`. A reader takes a [`Source`] record by record and hands each to the [`Intake`], which counts, tells what was refused and
//! stops when it is asked to.

mod eurio;
mod file;
pub mod geonames;
mod gleif;
mod intake;
mod json;
mod lines;
mod openalex;
mod rdf;
mod reader;
mod ror;
mod skos;
mod wikidata;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::decision::Linker;
use super::identifier::{self, identify};
use super::index::Index;
use super::lookup::Lookup;
use super::record::Record;
pub use crate::source::Refused;
use crate::source::Source;

pub use file::open;
pub use intake::{Intake, MOST_REFUSED, TargetError, Watch};
pub use reader::Glimpse;
use reader::Reader;

/// A published form of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Format {
    /// The Research Organization Registry: its dump of schema 2, or lines of JSON.
    Ror,
    /// Legal Entity Identifiers: GLEIF's golden copy as CSV.
    GleifCsv,
    /// Legal Entity Identifiers: GLEIF's golden copy as XML.
    GleifXml,
    /// Wikidata: the dump of all its entities.
    WikidataLines,
    /// Wikidata: results of a query.
    WikidataResults,
    /// `GeoNames`: places between tabs.
    GeoNames,
    /// Institutions of `OpenAlex`: lines of JSON.
    OpenAlex,
    /// Organisations in the projects of CORDIS: RDF.
    Eurio,
    /// Regions of the Nomenclature of territorial units for statistics: RDF.
    Nuts,
    /// Activities of NACE: RDF.
    Nace,
}

impl Format {
    /// Every format, in the order in which a file is held against them.
    pub const ALL: [Self; 10] = [
        Self::Ror,
        Self::GleifCsv,
        Self::GleifXml,
        Self::WikidataResults,
        Self::WikidataLines,
        Self::GeoNames,
        Self::OpenAlex,
        Self::Eurio,
        Self::Nuts,
        Self::Nace,
    ];

    fn reader(self) -> &'static Reader {
        match self {
            Self::Ror => &ror::READER,
            Self::GleifCsv => &gleif::CSV,
            Self::GleifXml => &gleif::XML,
            Self::WikidataLines => &wikidata::LINES,
            Self::WikidataResults => &wikidata::RESULTS,
            Self::GeoNames => &geonames::READER,
            Self::OpenAlex => &openalex::READER,
            Self::Eurio => &eurio::READER,
            Self::Nuts => &skos::NUTS,
            Self::Nace => &skos::NACE,
        }
    }

    /// The word for it in commands and addresses.
    ///
    /// ```
    /// use milieu::link::target::Format;
    /// assert_eq!(Format::Ror.name(), "ror");
    /// assert_eq!(Format::of_name("ror"), Some(Format::Ror));
    /// ```
    pub fn name(self) -> &'static str {
        self.reader().name
    }

    /// The format of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What it is, for people.
    ///
    /// ```
    /// assert!(milieu::link::target::Format::Ror.title().contains("Registry"));
    /// ```
    pub fn title(self) -> &'static str {
        self.reader().title
    }

    /// What makes an IRI of an identifier of this data set.
    ///
    /// ```
    /// assert_eq!(milieu::link::target::Format::Ror.iri_prefix(), "https://ror.org/");
    /// ```
    pub fn iri_prefix(self) -> &'static str {
        self.reader().iri_prefix
    }

    /// The licence under which the publisher gives it away, if it is always the same.
    ///
    /// ```
    /// assert_eq!(milieu::link::target::Format::Ror.licence(), Some("CC0-1.0"));
    /// ```
    pub fn licence(self) -> Option<&'static str> {
        self.reader().licence
    }

    /// Reads the records of a file; see [`open()`] for one on a disk.
    ///
    /// ```
    /// use milieu::{link::target::Format, source::Source};
    /// let line = r#"{"id": "01ggx4157", "status": "active", "name": "CERN", "country": "CH", "types": ["facility"]}"#;
    /// let records = Format::Ror.read(Source::from_bytes("ror.jsonl", line)?, &())?;
    /// assert_eq!((records[0].id.as_str(), records[0].country), ("https://ror.org/01ggx4157", Some(*b"CH")));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TargetError`]: the file cannot be read to its end, holds no record, or more than [`MOST_REFUSED`] that cannot be understood; or
    /// `watch` asked to stop.
    pub fn read(self, source: Source, watch: &dyn Watch) -> Result<Vec<Record>, TargetError> {
        let mut intake = Intake::new(&source, watch);
        (self.reader().read)(source, &mut intake)?;
        intake.finish()
    }

    /// Whether a file that begins so is of this format.
    ///
    /// ```
    /// use milieu::link::target::{Format, Glimpse};
    /// let text = r#"[{"id": "https://ror.org/01ggx4157", "names": [], "status": "active"}]"#;
    /// assert!(Format::Ror.knows(&Glimpse { name: "dump.json", text }));
    /// assert!(!Format::Ror.knows(&Glimpse { name: "ror.csv", text: "id,name" }));
    /// ```
    pub fn knows(self, glimpse: &Glimpse<'_>) -> bool {
        (self.reader().knows)(glimpse)
    }
}

/// What is known of a target as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// Its name on the [shelf](super::shelf::Shelf).
    pub name: String,
    /// The form in which it was published.
    pub format: Format,
    /// What stands before an identifier to make it an IRI.
    pub iri_prefix: String,
    /// How many records it has.
    pub records: u64,
    /// The name of the file that it was read from.
    pub file: String,
    /// The SHA-256 of that file, in hexadecimal.
    pub sha256: String,
    /// When it was added, RFC 3339.
    pub added: String,
    /// The licence of the data, if it is known.
    pub licence: Option<String>,
    /// The publisher's version or date, if it is known.
    pub version: Option<String>,
}

/// A data set that names are linked with.
#[derive(Debug)]
pub struct Target {
    /// What is known of it as a whole.
    pub description: Description,
    /// What links names with its records.
    pub linker: Linker,
    by_identifier: OnceLock<Lookup>,
}

impl Target {
    /// A target of these records.
    ///
    /// ```
    /// use milieu::link::identifier::Kind;
    /// use milieu::link::record::{NameKind, Record};
    /// use milieu::link::target::{Description, Format, Target};
    ///
    /// let description = Description {
    ///     name: "ror".into(), format: Format::Ror, iri_prefix: Format::Ror.iri_prefix().into(), records: 1, file: "dump.json".into(),
    ///     sha256: String::new(), added: "2024-01-01T00:00:00Z".into(), licence: None, version: None,
    /// };
    /// let identifiers = vec![(Kind::Wikidata, "Q42944".into())];
    /// let cern = Record { id: "01ggx4157".into(), names: vec![("CERN".into(), NameKind::Acronym)], identifiers, ..Record::default() };
    /// let target = Target::new(description, vec![cern]);
    /// let found = target.by_identifier(Kind::Wikidata, "Q42944").unwrap();
    /// assert_eq!(target.iri(found), "https://ror.org/01ggx4157");
    /// assert_eq!(target.by_identifier(Kind::Ror, "01ggx4157"), Some(found));
    /// assert_eq!(target.record("https://ror.org/01ggx4157"), Some(found));
    /// ```
    pub fn new(description: Description, records: Vec<Record>) -> Self {
        Self { description, linker: Linker::new(Index::new(records)), by_identifier: OnceLock::new() }
    }

    /// The full IRI of a record.
    pub fn iri(&self, record: &Record) -> String {
        self.iri_of(&record.id)
    }

    /// The full IRI of what a record says its [id](Record::id) is.
    pub(super) fn iri_of(&self, id: &str) -> String {
        if id.contains("://") { id.to_owned() } else { format!("{}{id}", self.description.iri_prefix) }
    }

    /// The record that has this identifier, its own or one elsewhere; the text in [normal spelling](identifier::Identifier::as_str). Where
    /// several have it, the first.
    pub fn by_identifier(&self, kind: identifier::Kind, text: &str) -> Option<&Record> {
        let index = self.linker.index();
        let lookup = self.by_identifier.get_or_init(|| {
            let records = index.records().iter().zip(0_u32..);
            Lookup::of(records.flat_map(|(record, number)| self.identifiers(record).map(move |known| (known, number))))
        });
        let mut found = lookup.find((kind, text)).map(|number| index.record(number));
        found.find(|record| self.identifiers(record).any(|(own, known)| own == kind && *known == *text))
    }

    /// What a record is known by, its own identifier first.
    fn identifiers(&self, record: &Record) -> impl Iterator<Item = (identifier::Kind, Box<str>)> {
        let own = own_identifier(&self.iri(record)).into_iter();
        own.chain(record.identifiers.iter().map(|(kind, text)| (*kind, text.as_str().into())))
    }

    /// The record of this IRI or identifier, as the target itself writes it.
    pub fn record(&self, iri: &str) -> Option<&Record> {
        let (kind, text) =
            own_identifier(iri).or_else(|| own_identifier(&format!("{}{iri}", self.description.iri_prefix)))?;
        self.by_identifier(kind, &text)
    }
}

/// The identifier that an IRI is.
fn own_identifier(iri: &str) -> Option<(identifier::Kind, Box<str>)> {
    let found = identify(iri).into_iter().find_map(|one| one.result.ok())?;
    Some((found.kind(), found.as_str().into()))
}
