//! The forms that a set is written in: a table, JSON, RDF.

use std::io::{self, Write};
use std::path::Path;

use super::{
    BUILT_IN, Fault, MappingSet, Plain, Prefixes, Problem, Read, json, read, read_json, read_triples, triples, write,
};
use crate::io::{JsonLdProfileSet, RdfFormat, RdfParser, RdfSerializer};
use crate::source::{Guarded, Syntax};

/// How a set is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Tab-separated values, with the metadata before them.
    Tsv,
    /// JSON.
    Json,
    /// RDF.
    Rdf(RdfFormat),
}

impl Form {
    /// The names of the forms, as [`Self::named`] knows them.
    pub const NAMES: [&str; 8] = ["tsv", "json", "ttl", "nt", "nq", "trig", "rdf", "jsonld"];

    /// The form of this name or file ending.
    ///
    /// ```
    /// use milieu::link::sssom::Form;
    /// assert!(Form::NAMES.iter().all(|name| Form::named(name).is_some()));
    /// assert_eq!(Form::named("csv"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "tsv" => Some(Self::Tsv),
            "json" => Some(Self::Json),
            "jsonld" => Some(Self::Rdf(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() })),
            name => RdfFormat::from_extension(name).map(Self::Rdf),
        }
    }

    /// The form of a file by its ending; a table where it has none that is known.
    ///
    /// ```
    /// use milieu::link::sssom::Form;
    /// assert_eq!(Form::of_file("members.sssom.tsv"), Form::Tsv);
    /// assert_eq!(Form::of_file("members.json"), Form::Json);
    /// ```
    pub fn of_file(file: impl AsRef<Path>) -> Self {
        let ending = file.as_ref().extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        Self::named(&ending.to_ascii_lowercase()).unwrap_or(Self::Tsv)
    }

    /// Reads a set; `file` is the name that faults give.
    ///
    /// ```
    /// use milieu::link::sssom::{Form, Problem};
    /// let read = Form::named("ttl").unwrap().read("broken.ttl", "<urn:a> a .");
    /// assert!(matches!(read.faults[0].problem, Problem::Syntax(_)));
    /// ```
    pub fn read(self, file: &str, text: &str) -> Read {
        match self {
            Self::Tsv => read(file, text),
            Self::Json => read_json(file, text),
            Self::Rdf(format) => read_rdf(format, file, text),
        }
    }

    /// Writes a set. As RDF, what the set says of all its mappings is said of each, and `plain` says whether they are stated as well.
    ///
    /// # Errors
    ///
    /// When `out` cannot be written, or an identifier stands for no IRI, which a set without faults has none of.
    ///
    /// ```
    /// use milieu::link::sssom::{Form, MappingSet, Plain, Slot};
    /// let mut set = MappingSet::default();
    /// set.slots.set(Slot::MappingSetId, "https://example.org/members");
    /// for name in Form::NAMES {
    ///     let (form, mut out) = (Form::named(name).unwrap(), Vec::new());
    ///     form.write(&set, Plain::Left, &mut out)?;
    ///     let read = form.read(name, &String::from_utf8(out)?);
    ///     assert_eq!(read.set.slots.get(Slot::MappingSetId), Some("https://example.org/members"), "{name}");
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write(self, set: &MappingSet, plain: Plain, mut out: impl Write) -> io::Result<()> {
        match self {
            Self::Tsv => out.write_all(write(set).as_bytes()),
            Self::Json => json(set, out),
            Self::Rdf(format) => write_rdf(format, set, plain, out),
        }
    }
}

fn read_rdf(format: RdfFormat, file: &str, text: &str) -> Read {
    let syntax = match format {
        RdfFormat::RdfXml => Syntax::Xml,
        RdfFormat::JsonLd { .. } => Syntax::Json,
        _ => Syntax::Turtle,
    };
    let mut quads = RdfParser::from_format(format).for_reader(Guarded::new(syntax, text.as_bytes()));
    let (mut said, mut prefixes) = (Vec::new(), Prefixes::default());
    let broken = loop {
        let quad = quads.next();
        // XML and JSON-LD declare them around the first statement, Turtle anywhere before the end.
        if said.is_empty() || quad.is_none() {
            for (prefix, iri) in quads.prefixes() {
                // An empty prefix is no CURIE's, and what is built in needs no word.
                if !prefix.is_empty() && !BUILT_IN.contains(&(prefix, iri)) {
                    prefixes.declare(prefix, iri);
                }
            }
        }
        match quad {
            Some(Ok(quad)) => said.push(quad.into()),
            Some(Err(error)) => break Some(error),
            None => break None,
        }
    };
    let mut read = read_triples(file, prefixes, said);
    if let Some(error) = broken {
        let line = match &error {
            crate::io::RdfParseError::Syntax(error) => error.location().map_or(0, |range| range.start.line + 1),
            crate::io::RdfParseError::Io(_) => 0,
        };
        let problem = Problem::Syntax(error.to_string());
        let fault = Fault { file: file.to_owned(), line, column: None, value: String::new(), problem };
        read.faults.insert(0, fault);
    }
    read
}

fn write_rdf(format: RdfFormat, set: &MappingSet, plain: Plain, out: impl Write) -> io::Result<()> {
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, iri) in set.prefixes.iter().chain(BUILT_IN) {
        serializer = serializer.with_prefix(prefix, iri).map_err(io::Error::other)?;
    }
    let mut serializer = serializer.for_writer(out);
    let mut whole = set.clone();
    whole.propagate();
    let mut written = Ok(());
    triples(&whole, plain, |triple| {
        if written.is_ok() {
            written = serializer.serialize_triple(&triple);
        }
    })
    .map_err(io::Error::other)?;
    written?;
    serializer.finish().map(drop)
}
