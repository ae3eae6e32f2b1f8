//! What a target says of an organisation or a place, as far as linking needs it.

use serde::{Deserialize, Serialize};

use super::identifier;

/// A country as ISO 3166-1 alpha-2.
pub type Country = [u8; 2];

/// What kind of name a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NameKind {
    /// The name by which the target calls it.
    Label,
    /// Another name, or its name in another language.
    Alias,
    /// An acronym.
    Acronym,
}

/// How another record stands to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// The other is what this one is a part of.
    Parent,
    /// The other is a part of this one.
    Child,
    /// Any other way.
    Related,
}

/// A record of a target.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its IRI, or what the target's [prefix](super::target::Description::iri_prefix) makes one.
    pub id: String,
    /// Its names.
    pub names: Vec<(String, NameKind)>,
    /// Its country.
    pub country: Option<Country>,
    /// Its city, by name.
    pub city: Option<String>,
    /// The region around the city, by name.
    pub region: Option<String>,
    /// The host of its web site, without `www.`.
    pub domain: Option<String>,
    /// Whether it is a company.
    pub company: bool,
    /// Whether it is there no more.
    pub gone: bool,
    /// Other records, by identifier.
    pub relations: Vec<(Relation, String)>,
    /// What the target calls it, in the target's words: `education`, `company`.
    pub kinds: Vec<String>,
    /// Identifiers that it has elsewhere, in their [normal spelling](identifier::Identifier::as_str); those that the target prefers first.
    pub identifiers: Vec<(identifier::Kind, String)>,
    /// Latitude and longitude, WGS 84, in degrees.
    pub coordinates: Option<[f64; 2]>,
    /// The year in which it was founded.
    pub established: Option<i16>,
}

impl Record {
    /// Adds a name, unless it is empty or known.
    pub(super) fn add_name(&mut self, name: &str, kind: NameKind) {
        let name = name.trim();
        if !name.is_empty() && !self.names.iter().any(|(known, _)| known == name) {
            self.names.push((name.to_owned(), kind));
        }
    }

    /// The first label, else the first name, else the identifier.
    ///
    /// ```
    /// use milieu::link::record::{NameKind, Record};
    /// let names = vec![("CERN".into(), NameKind::Acronym), ("European Organization for Nuclear Research".into(), NameKind::Label)];
    /// let record = Record { id: "01ggx4157".into(), names, ..Record::default() };
    /// assert_eq!(record.label(), "European Organization for Nuclear Research");
    /// ```
    pub fn label(&self) -> &str {
        let label = self.names.iter().find(|(_, kind)| *kind == NameKind::Label).or_else(|| self.names.first());
        label.map_or(&self.id, |(name, _)| name)
    }
}

/// The host of a web address, without `www.`, in lower case.
///
/// ```
/// use milieu::link::record::host;
/// assert_eq!(host("https://www.CERN.ch/about"), Some("cern.ch".into()));
/// assert_eq!(host("no address"), None);
/// ```
pub fn host(address: &str) -> Option<String> {
    let rest = address.trim().split_once("://").map_or(address.trim(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.contains('.') && !host.contains(char::is_whitespace)).then(|| host.to_owned())
}
