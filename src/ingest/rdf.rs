//! RDF files -> a named graph.

mod skolem;
mod statements;

pub(crate) use self::skolem::Skolem;
use self::statements::Quads;
use super::files::Used;
use super::session::{Origin, Session};
use super::{Load, LoadError, Report};
use crate::io::{RdfFormat, RdfParser};
use crate::model::NamedNode;
use crate::source::{Guarded, Source, Syntax};
use crate::vocab;
use std::fmt::Write;
use std::io::Read;
use std::path::Path;

const KNOWN: &str = "ttl, nt, nq, trig, rdf, owl, xml, jsonld, json, n3, each also with .gz or .zst";

/// The RDF format with this name, file ending or media type.
///
/// ```
/// use milieu::{ingest::rdf_format, io::RdfFormat};
///
/// assert_eq!(rdf_format("turtle"), Some(RdfFormat::Turtle));
/// assert_eq!(rdf_format("nq"), rdf_format("application/n-quads"));
/// assert_eq!(rdf_format("csv"), None);
/// ```
pub fn rdf_format(name: &str) -> Option<RdfFormat> {
    let name = name.to_ascii_lowercase();
    let ending = match name.as_str() {
        "turtle" => "ttl",
        "n-triples" | "ntriples" => "nt",
        "n-quads" | "nquads" => "nq",
        "rdf/xml" | "rdfxml" | "rdf-xml" | "owl" => "rdf",
        "json-ld" => "jsonld",
        other => other,
    };
    RdfFormat::from_extension(ending).or_else(|| RdfFormat::from_media_type(&name))
}

impl Load<'_> {
    /// Loads an RDF file: Turtle, N-Triples, N-Quads, `TriG`, RDF/XML, JSON-LD or N3, plain, gzip or zstd.
    ///
    /// Its triples go to [`graph`](Self::graph), by default `graph:` and the file's name; named graphs of `TriG` and N-Quads stay as
    /// they are named. Blank nodes become IRIs that follow from the file's hash, so that loading twice is loading once. A broken line
    /// of N-Triples or N-Quads is refused alone; in the other formats the file is refused, with line and column. Nothing is fetched: a
    /// JSON-LD context that lies elsewhere is refused.
    ///
    /// # Errors
    /// [`LoadError`], and the store holds what it held before.
    ///
    /// ```
    /// use milieu::{Store, ingest::Load};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// let file = folder.path().join("mine.ttl");
    /// std::fs::write(&file, "<#a> <http://www.w3.org/2000/01/rdf-schema#label> 'A'@en .")?;
    /// let store = Store::new();
    /// let report = Load::new(&store).base("https://example.org/mine").rdf(&file)?;
    /// let a = milieu::model::NamedNodeRef::new("https://example.org/mine#a")?;
    /// assert_eq!(store.snapshot().label(a).as_deref(), Some("A"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rdf(&self, path: &Path) -> Result<Report, LoadError> {
        self.one(|session| file(session, path))
    }

    /// The same from bytes at hand, with a name as a file would have.
    ///
    /// # Errors
    /// [`LoadError`], and the store holds what it held before.
    ///
    /// ```
    /// use milieu::{Store, ingest::Load};
    ///
    /// let broken = "<https://example.org/a> a <https://example.org/C> .\n<https://example.org/b> a .";
    /// let error = Load::new(&Store::new()).rdf_bytes("broken.ttl", broken).unwrap_err();
    /// assert!(error.to_string().starts_with("broken.ttl:2: column \"27\": "), "{error}");
    /// ```
    pub fn rdf_bytes(&self, name: &str, bytes: impl AsRef<[u8]> + Send + 'static) -> Result<Report, LoadError> {
        let source = Source::from_bytes(name, bytes)?;
        self.one(|session| rdf(session, source, self.base.clone()))
    }
}

/// The bytes of a document in `format`, which end in an error where nesting or entities would take memory or stack without end.
pub(crate) fn guarded<R: Read>(format: RdfFormat, bytes: R) -> impl Read {
    let syntax = match format {
        RdfFormat::RdfXml => Syntax::Xml,
        RdfFormat::JsonLd { .. } => Syntax::Json,
        _ => Syntax::Turtle,
    };
    Guarded::new(syntax, bytes)
}

/// Fills a graph from a file.
pub(super) fn file(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let base = session.load.base.clone().or_else(|| file_iri(path));
    rdf(session, crate::source::open(path)?, base)
}

fn rdf(session: &mut Session<'_>, source: Source, base: Option<String>) -> Result<(), LoadError> {
    let file = source.file().to_owned();
    let stem = stem(&file);
    let named = || stem.rsplit_once('.').and_then(|(_, ending)| rdf_format(ending));
    let format = session.load.format.or_else(named);
    let format = format.ok_or_else(|| LoadError::UnknownFormat { file: file.clone(), known: KNOWN })?;
    let mut parser = RdfParser::from_format(format);
    if let Some(base) = base {
        parser = parser.with_base_iri(&base).map_err(|_| LoadError::Base { iri: base })?;
    }
    let name = stem.rsplit_once('.').map_or(stem, |(name, _)| name);
    let origin = Origin { graph: vocab::graph(name), title: name.to_owned(), licence: None, source: None };
    let origin = session.load.origin(origin);
    let used = Used::of(&source);
    session.fill(&origin, &file, used, |session| {
        session.stage("statements", None);
        fill(session, parser, &origin.graph, source)
    })
}

/// Adds the statements of one file to the graph being filled.
pub(super) fn fill(
    session: &mut Session<'_>,
    parser: RdfParser,
    graph: &NamedNode,
    source: Source,
) -> Result<(), LoadError> {
    let file = source.file().to_owned();
    let skolem = Skolem::new(source.sha256());
    Quads { session, skolem, file: &file }.read(parser, graph, source)
}

/// The file's name without its folder and without the ending that tells its compression.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    [".gz", ".zst", ".zstd"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// The IRI of a file on this machine.
fn file_iri(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    let path = path.to_str()?.replace('\\', "/");
    let mut iri = "file://".to_owned();
    if !path.starts_with('/') {
        iri.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            write!(iri, "%{byte:02X}").expect("a string takes all that is written");
        }
    }
    Some(iri)
}
