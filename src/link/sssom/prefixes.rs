//! CURIEs, and what their prefixes stand for.

use std::collections::BTreeMap;

use crate::vocab;

/// Prefixes that SSSOM knows without a declaration.
pub const BUILT_IN: [(&str, &str); 8] = [
    ("linkml", "https://w3id.org/linkml/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("semapv", "https://w3id.org/semapv/vocab/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("sssom", "https://w3id.org/sssom/"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A CURIE map: prefixes, and the IRIs that they begin.
///
/// ```
/// use milieu::link::sssom::Prefixes;
/// let mut prefixes = Prefixes::default();
/// prefixes.declare("ror", "https://ror.org/");
/// assert_eq!(prefixes.expand("ror:04vnq7t77").unwrap(), "https://ror.org/04vnq7t77");
/// assert_eq!(prefixes.expand("skos:exactMatch").unwrap(), "http://www.w3.org/2004/02/skos/core#exactMatch");
/// assert_eq!(prefixes.contract("https://ror.org/04vnq7t77").unwrap(), "ror:04vnq7t77");
/// assert_eq!(prefixes.expand("wd:Q1"), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefixes(BTreeMap<String, String>);

impl Prefixes {
    /// Says what a prefix stands for.
    pub fn declare(&mut self, prefix: impl Into<String>, iri: impl Into<String>) {
        self.0.insert(prefix.into(), iri.into());
    }

    /// Those declared, by name.
    ///
    /// ```
    /// let mut prefixes = milieu::link::sssom::Prefixes::default();
    /// prefixes.declare("wd", "http://www.wikidata.org/entity/");
    /// assert_eq!(prefixes.iter().collect::<Vec<_>>(), [("wd", "http://www.wikidata.org/entity/")]);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(prefix, iri)| (prefix.as_str(), iri.as_str()))
    }

    /// What a prefix stands for, declared or built in.
    ///
    /// ```
    /// let prefixes = milieu::link::sssom::Prefixes::default();
    /// assert_eq!(prefixes.get("owl"), Some("http://www.w3.org/2002/07/owl#"));
    /// ```
    pub fn get(&self, prefix: &str) -> Option<&str> {
        let built_in = || BUILT_IN.iter().find(|(name, _)| *name == prefix).map(|(_, iri)| *iri);
        self.0.get(prefix).map(String::as_str).or_else(built_in)
    }

    /// The IRI that a CURIE stands for; `None` without a known prefix.
    pub fn expand(&self, curie: &str) -> Option<String> {
        let (prefix, local) = curie.split_once(':')?;
        Some([self.get(prefix)?, local].concat())
    }

    /// The CURIE that stands for an IRI, of the longest IRI that it begins with; `None` if there is none.
    pub fn contract(&self, iri: &str) -> Option<String> {
        let known = self.iter().chain(BUILT_IN).filter(|(_, start)| !start.is_empty() && iri.starts_with(start));
        let (prefix, start) = known.max_by_key(|(_, start)| start.len())?;
        Some(format!("{prefix}:{}", &iri[start.len()..]))
    }

    /// The CURIE that stands for an IRI; where no prefix does, one of the [project's](vocab::PREFIXES) is declared, or the IRI's namespace under
    /// a name of its own.
    ///
    /// ```
    /// let mut prefixes = milieu::link::sssom::Prefixes::default();
    /// assert_eq!(prefixes.shorten("http://www.wikidata.org/entity/Q122453"), "wd:Q122453");
    /// assert_eq!(prefixes.shorten("https://ror.org/04vnq7t77"), "ns1:04vnq7t77");
    /// assert_eq!(prefixes.get("ns1"), Some("https://ror.org/"));
    /// ```
    pub fn shorten(&mut self, iri: &str) -> String {
        if let Some(curie) = self.contract(iri) {
            return curie;
        }
        let ours = vocab::PREFIXES.iter().filter(|(name, start)| iri.starts_with(start) && self.get(name).is_none());
        if let Some((prefix, start)) = ours.max_by_key(|(_, start)| start.len()) {
            self.declare(*prefix, *start);
            return format!("{prefix}:{}", &iri[start.len()..]);
        }
        let end = iri.rfind(['#', '/', ':']).map_or(iri.len(), |at| at + 1);
        let mut number = 1;
        while self.get(&format!("ns{number}")).is_some() {
            number += 1;
        }
        let prefix = format!("ns{number}");
        self.declare(prefix.as_str(), &iri[..end]);
        format!("{prefix}:{}", &iri[end..])
    }
}
