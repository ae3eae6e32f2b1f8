//! How a table of one's own becomes a graph, in YAML.
//!
//! ```yaml
//! graph: members                         # the named graph graph:members
//! title: Members of the Alder Valley cluster
//! licence: http://creativecommons.org/licenses/by/4.0/
//! id: id:actor/mine/{vat|slug}           # what a row is about
//! class: milieu:Actor
//! columns:
//!   vat: { property: dct:identifier }
//!   name: { property: rdfs:label, lang: en, required: true }
//!   country: { property: milieu:inCountry, as: country }
//!   region: { property: milieu:locatedIn, as: nuts }
//!   kind: { property: org:classification, as: concept, scheme: actor-kind }
//!   employees: { property: schema:numberOfEmployees, as: integer }
//!   remarks: ignored
//! memberships:
//!   - { member: "@row", cluster: "id:cluster/{cluster|slug}", name: "{cluster}", role: actor-role:supplier }
//! linkages:
//!   - { from: "@row", to: "id:actor/mine/{sells_to|slug}", kind: linkage-kind:supply, when: sells_to }
//! ```
//!
//! A **template** such as `id:actor/mine/{vat|slug}` takes the text of columns; a filter after `|` is `slug` (small letters, digits and
//! hyphens), `lower`, `upper` or `digits`. It may begin with a prefix that is known or declared under `prefixes`, be a whole IRI,
//! or be relative to `base`. `@row` is the thing that the row is about.
//!
//! A **column** is `ignored`, or has a `property` and what its cells are read `as`: `string` (with `lang`), `integer`, `decimal`, `double`,
//! `boolean`, `date`, `year`, `iri`, `link` (with a `template`), `concept` (of a `scheme`, by label, notation or name), `country` (by any
//! code or name), `nuts`; or `class`, which needs no property. A `separator` parts the values of one cell, a `default` stands for an empty one, a
//! `unit` may stand before or after a number and is taken off, `decimal: ","` reads `1,5`, and a `required` cell is never empty.
//! Columns that neither the list nor a template names have to be said to be `ignored`, so that nothing is lost unseen.

mod error;
mod iri_template;
mod scalar;
mod suggest;
mod template;
mod terms;
mod write;

pub use self::error::MappingError;
pub use self::iri_template::IriTemplate;
pub use self::scalar::{Many, Scalar};
pub use self::suggest::suggest;
pub(super) use self::template::{Encode, Template};
pub(super) use self::terms::{Concepts, Terms, Use, countries};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// How the rows of a table become triples. The fields are those of the YAML; see the [module](self).
///
/// ```
/// use milieu::ingest::mapping::Mapping;
///
/// let mapping = Mapping::parse("graph: mine\nid: id:actor/mine/{vat}\nclass: milieu:Actor\ncolumns:\n  vat: { property: dct:identifier }\n")?;
/// assert_eq!(mapping.graph, "mine");
///
/// let error = Mapping::parse("graph: mine\nid: id:actor/mine/{vat}\nclass: milieu:Aktor\n").unwrap_err();
/// assert!(error.to_string().contains("milieu:Actor"), "the nearest name is told: {error}");
/// # Ok::<(), milieu::ingest::mapping::MappingError>(())
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The named graph: a name under `graph:`, or an IRI.
    pub graph: String,
    /// The data set's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its licence: an IRI, or words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Who published it: an IRI, or words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What templates that give no whole IRI are put after; `https://w3id.org/milieu/id/` if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Prefixes beside [those that are known](crate::vocab::PREFIXES).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub prefixes: BTreeMap<String, String>,
    /// The template of the thing a row is about; none when rows are only linkages or memberships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its classes.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub class: Many,
    /// Properties with the same values in every row: prefixed names, IRIs, templates or text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, Many>,
    /// The columns.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, Column>,
    /// Linkages that a row tells of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linkages: Vec<LinkageRule>,
    /// Memberships that a row tells of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub memberships: Vec<MembershipRule>,
    /// What [`suggest`] saw in each column, written as comments.
    #[serde(skip)]
    pub notes: BTreeMap<String, String>,
}

/// What becomes of a column.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Column {
    /// Nothing.
    Ignored(Ignored),
    /// A property, a link or a class.
    Mapped(ColumnRule),
}

/// The word `ignored`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ignored {
    /// The column is left out.
    Ignored,
}

/// How the cells of a column are read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnRule {
    /// The property, by prefixed name or IRI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// What the cells are.
    #[serde(rename = "as", default)]
    pub kind: Kind,
    /// The language of a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The template of a link; `{column}` is one value of the cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// The scheme of a concept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The unit that may stand beside a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The mark before the decimals: `.` if nothing is said, or `,`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// The value of an empty cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Scalar>,
    /// What parts several values in one cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// Whether an empty cell breaks the row.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// Text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// A number with decimals, kept as it is written.
    Decimal,
    /// A floating-point number.
    Double,
    /// True or false.
    Boolean,
    /// A day, `2019-05-01`.
    Date,
    /// A year, `2019`.
    Year,
    /// A whole IRI.
    Iri,
    /// A thing, by a template.
    Link,
    /// A concept of a scheme of milieu's.
    Concept,
    /// A country.
    Country,
    /// A NUTS region.
    Nuts,
    /// A class that the row's thing is of.
    Class,
}

/// A linkage in each row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkageRule {
    /// The template of its IRI; else it follows from its ends and kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Where it leads from, if it has a direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Where it leads to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Its ends, if it has no direction.
    #[serde(default, skip_serializing_if = "Many::is_empty")]
    pub ends: Many,
    /// Its kind: a concept, or a template that gives the label, notation or name of one in the scheme `linkage-kind`.
    pub kind: String,
    /// More properties, as in [`Mapping::constants`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<String, Many>,
    /// Only rows in which this column is not empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// A membership in each row.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembershipRule {
    /// The template of its IRI; else it follows from member, cluster and role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Who is a member; the row's thing if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Of which cluster.
    pub cluster: String,
    /// The cluster's name; if it is given, the row says that the cluster is one and has this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// As what: a concept, or a template that gives one of the scheme `actor-role`; `actor-role:cluster-member` if nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Only rows in which this column is not empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

impl Mapping {
    /// Reads a mapping from YAML and checks its terms against the ontology.
    ///
    /// # Errors
    /// [`MappingError`] with the line, or with the term and the nearest that are known.
    pub fn parse(yaml: &str) -> Result<Self, MappingError> {
        let mapping: Self = serde_saphyr::from_str(yaml).map_err(|error| {
            let line = error.location().map(|location| location.line());
            MappingError::Yaml { line, message: error.to_string() }
        })?;
        mapping.check()?;
        Ok(mapping)
    }

    /// Reads a mapping from a file.
    ///
    /// # Errors
    /// [`MappingError`], for a file that cannot be read too.
    ///
    /// ```
    /// let mapping = milieu::ingest::mapping::Mapping::open("examples/data/members.mapping.yaml".as_ref())?;
    /// assert_eq!(mapping.graph, "members");
    /// # Ok::<(), milieu::ingest::mapping::MappingError>(())
    /// ```
    pub fn open(path: &Path) -> Result<Self, MappingError> {
        let yaml = std::fs::read_to_string(path).map_err(|error| MappingError::Unreadable {
            file: path.display().to_string(),
            message: error.to_string(),
        })?;
        Self::parse(&yaml)
    }

    /// Checks every class, property, scheme and concept that the mapping names, without a table.
    ///
    /// # Errors
    /// [`MappingError`] for the first that is not known.
    ///
    /// ```
    /// use milieu::ingest::mapping::{Mapping, MappingError};
    ///
    /// let mapping = Mapping { graph: "mine".into(), id: Some("{x}".into()), ..Mapping::default() };
    /// assert!(mapping.check().is_ok());
    /// ```
    pub fn check(&self) -> Result<(), MappingError> {
        super::table::Plan::new(self, None).map(|_| ())
    }
}
