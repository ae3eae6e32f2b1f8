//! `LOAD`: the statements of a file of this machine, from the folders that were allowed and no others; and of addresses that were allowed.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{GraphName, NamedNode, Quad};

use super::limit::Limit;
use super::watch::{tick, watch};
use super::{QueryOptions, SparqlError};
use crate::source::{self, Guarded, LineByLine, Syntax};

/// The statements of `source`, with blank nodes of their own, as those of the graph `destination`.
pub(super) fn read(
    source: &NamedNode,
    destination: GraphName,
    options: &QueryOptions,
    limit: &Limit,
) -> Result<Vec<Quad>, SparqlError> {
    #[cfg(feature = "federation")]
    if let Some(client) = &options.remote
        && ["http:", "https:"].iter().any(|scheme| source.as_str().starts_with(scheme))
    {
        return elsewhere::read(source, destination, client, limit);
    }
    let path = allowed_path(source, &options.load_from)?;
    let file = path.display().to_string();
    let failed = |line, reason| SparqlError::Load { file: file.clone(), line, reason };
    let format = format(&path).ok_or_else(|| {
        let known = "ttl, nt, nq, trig, rdf, owl, xml, jsonld, json, n3, each also with .gz or .zst";
        failed(0, format!("its name does not say its format: {known}"))
    })?;
    let bytes = source::open(&path).map_err(|refused| failed(refused.line, refused.reason))?;
    statements(bytes, format, source.as_str(), destination, limit)?.map_err(|(line, reason)| failed(line, reason))
}

/// The statements that `bytes` are; or what is wrong with them, and in which line.
fn statements(
    bytes: impl Read,
    format: RdfFormat,
    base: &str,
    destination: GraphName,
    limit: &Limit,
) -> Result<Result<Vec<Quad>, (u64, String)>, SparqlError> {
    let parser = match RdfParser::from_format(format).with_base_iri(base) {
        Ok(parser) => parser.without_named_graphs().with_default_graph(destination).rename_blank_nodes(),
        Err(error) => return Ok(Err((0, error.to_string()))),
    };
    let lines = LineByLine::new(bytes);
    let reached = lines.reached();
    limit.check()?;
    let quads = watch(limit, || {
        let quads = parser.for_reader(Guarded::new(syntax(format), lines)).inspect(|_| tick());
        quads.collect::<Result<Vec<_>, _>>()
    })?;
    Ok(quads.map_err(|error| match error {
        RdfParseError::Io(error) => (reached.get(), format!("cannot be read to the end: {error}")),
        RdfParseError::Syntax(error) => {
            let text = error.to_string();
            match error.location() {
                // The parser's text begins with the place.
                Some(at) => {
                    (at.start.line + 1, text.split_once(": ").map_or(text.as_str(), |(_, reason)| reason).to_owned())
                }
                None => (reached.get(), text),
            }
        }
    }))
}

#[cfg(feature = "federation")]
mod elsewhere {
    use std::sync::Arc;

    use oxigraph::io::RdfFormat;
    use oxigraph::model::{GraphName, NamedNode, Quad};

    use crate::remote::{Client, RemoteError, Wanted};
    use crate::sparql::SparqlError;
    use crate::sparql::limit::Limit;
    use crate::sparql::watch::{look, remaining, watch};

    const ACCEPT: [&str; 6] = [
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
        "application/rdf+xml",
        "application/n-quads",
        "application/trig",
    ];

    /// The same from an address that was allowed. All of it is there before anything is written.
    pub(super) fn read(
        source: &NamedNode,
        destination: GraphName,
        client: &Arc<Client>,
        limit: &Limit,
    ) -> Result<Vec<Quad>, SparqlError> {
        let wanted = Wanted { url: source.as_str(), accept: &ACCEPT, body: None };
        let remote = |reason: String| SparqlError::Remote { address: source.as_str().to_owned(), reason };
        limit.check()?;
        let answer = watch(limit, || client.fetch(&wanted, remaining(), &look))?.map_err(|error| match error {
            error @ (RemoteError::NotAllowed(_) | RemoteError::Address { .. }) => {
                SparqlError::NotAllowed(format!("LOAD {source}: {error}"))
            }
            error => remote(error.to_string()),
        })?;
        let format = RdfFormat::from_media_type(&answer.media)
            .ok_or_else(|| remote(format!("its type {:?} is not known", answer.media)))?;
        super::statements(&answer.bytes[..], format, &answer.url, destination, limit)?
            .map_err(|(line, reason)| remote(format!("line {line}: {reason}")))
    }
}

/// How a format is written.
pub(super) fn syntax(format: RdfFormat) -> Syntax {
    match format {
        RdfFormat::RdfXml => Syntax::Xml,
        RdfFormat::JsonLd { .. } => Syntax::Json,
        _ => Syntax::Turtle,
    }
}

/// The format that a file's name says, whether it is compressed or not.
fn format(path: &Path) -> Option<RdfFormat> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = [".gz", ".zst", ".zstd"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "owl" => Some(RdfFormat::RdfXml),
        "json" => Some(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        ending => RdfFormat::from_extension(ending),
    }
}

/// The file that `source` names, if it lies below a folder of `allowed`, wherever links lead.
fn allowed_path(source: &NamedNode, allowed: &[PathBuf]) -> Result<PathBuf, SparqlError> {
    let refused = || {
        SparqlError::NotAllowed(format!(
            "LOAD {source} is not allowed: give the file to `milieu load` instead, or allow the folder in which it lies \
             (`milieu update --load-from DIR`, QueryOptions::load_from) and name it as file:///...; an address has to be allowed by name \
             (`--allow-remote URL`)"
        ))
    };
    let path = local_path(source.as_str()).ok_or_else(refused)?;
    let folders: Vec<(PathBuf, PathBuf)> = allowed
        .iter()
        .filter_map(|folder| Some((std::path::absolute(folder).ok()?, folder.canonicalize().ok()?)))
        .collect();
    // Before the disk is asked: whether a file elsewhere exists is nothing to be learnt here.
    if path.components().any(|part| part == Component::ParentDir)
        || !folders.iter().any(|(given, real)| path.starts_with(given) || path.starts_with(real))
    {
        return Err(refused());
    }
    let failed = |reason: String| SparqlError::Load { file: path.display().to_string(), line: 0, reason };
    let real = path.canonicalize().map_err(|error| failed(format!("cannot be read: {error}")))?;
    if !folders.iter().any(|(_, folder)| real.starts_with(folder)) {
        return Err(refused());
    }
    // A pipe or a device would keep the writer waiting for ever.
    if real.is_file() { Ok(real) } else { Err(failed("is not a file".to_owned())) }
}

/// The absolute path of a `file:` IRI of this machine.
fn local_path(iri: &str) -> Option<PathBuf> {
    let (scheme, rest) = iri.split_once("://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    if !scheme.eq_ignore_ascii_case("file") || !path.starts_with('/') || path.contains(['?', '#']) {
        return None;
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = after.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    let path = String::from_utf8(bytes).ok().filter(|path| !path.contains('\0'))?;
    // On Windows the drive's letter comes behind the slash.
    Some(PathBuf::from(if cfg!(windows) { path.trim_start_matches('/') } else { &path }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn only_file_iris_of_this_machine_are_paths() {
        assert_eq!(local_path("file:///a/b%20%C3%A9.ttl"), Some("/a/b é.ttl".into()));
        assert_eq!(local_path("FILE://localhost/a"), Some("/a".into()));
        for other in [
            "http://localhost/a",
            "file://elsewhere/a",
            "file:a",
            "file:///a%2",
            "file:///a%zz",
            "file:///a%00",
            "file:///a?b",
        ] {
            assert_eq!(local_path(other), None, "{other}");
        }
    }
}
