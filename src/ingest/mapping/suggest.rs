//! A first mapping for a table, by looking at its names and values.

use super::template::slug;
use super::terms::{Terms, countries};
use super::{Column, ColumnRule, Ignored, Kind, Mapping};
use crate::ingest::LoadError;
use crate::ingest::nuts::Editions;
use crate::source::table::open;
use crate::source::value::Date;
use std::collections::BTreeSet;
use std::path::Path;

/// How many rows are looked at.
const LOOKED_AT: usize = 1_000;

/// Writes a first mapping for a table by looking at the names of its columns and at its first thousand rows.
///
/// It is a start: it loads, but what it takes for a name or a kind is a guess, told in the comments of
/// [`to_yaml`](Mapping::to_yaml).
///
/// # Errors
/// [`LoadError::Unreadable`] when the table cannot be read.
///
/// ```
/// use milieu::{Store, ingest::{Load, mapping::{Mapping, suggest}}};
///
/// let table = "examples/data/members.csv".as_ref();
/// let yaml = suggest(table)?.to_yaml();
/// let report = Load::new(&Store::new()).strict(true).table(table, &Mapping::parse(&yaml)?)?;
/// assert!(report.quads > 0);
/// # Ok::<(), milieu::ingest::LoadError>(())
/// ```
pub fn suggest(path: &Path) -> Result<Mapping, LoadError> {
    let table = open(path)?;
    let names = table.columns().to_vec();
    let mut seen: Vec<Seen> = names.iter().map(|name| Seen::new(name)).collect();
    let editions = Editions::new();
    for row in table.filter_map(Result::ok).take(LOOKED_AT) {
        for (seen, cell) in seen.iter_mut().zip(row.cells) {
            seen.look(&cell.to_text());
        }
    }
    let file = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("table");
    let graph = slug(file.split('.').next().unwrap_or(file));
    let identifier = seen.iter().filter(|seen| seen.is_unique()).max_by_key(|seen| seen.like_identifier());
    let mut mapping =
        Mapping { title: Some(format!("Table {file}")), class: "milieu:Actor".into(), ..Mapping::default() };
    // Without a column that tells rows apart, all of them together do.
    let template = match identifier {
        Some(seen) => format!("{{{}|slug}}", seen.name),
        None => names.iter().map(|name| format!("{{{name}|slug}}")).collect::<Vec<_>>().join("-"),
    };
    mapping.id = Some(format!("id:actor/{graph}/{template}"));
    let mut taken = BTreeSet::new();
    for seen in &seen {
        let is_identifier = identifier.is_some_and(|identifier| identifier.name == seen.name);
        let (column, note) = seen.guess(is_identifier, &editions, &mut taken);
        mapping.columns.insert(seen.name.clone(), column);
        mapping.notes.insert(seen.name.clone(), format!("{note}; {}", seen.examples()));
    }
    mapping.graph = graph;
    Ok(mapping)
}

/// What was seen of a column.
struct Seen {
    name: String,
    folded: String,
    rows: usize,
    values: Vec<String>,
}

impl Seen {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), folded: slug(name), rows: 0, values: Vec::new() }
    }

    fn look(&mut self, text: &str) {
        self.rows += 1;
        if !text.is_empty() {
            self.values.push(text.to_owned());
        }
    }

    fn is_unique(&self) -> bool {
        let different: BTreeSet<String> = self.values.iter().map(|value| slug(value)).collect();
        !self.values.is_empty()
            && self.values.len() == self.rows
            && different.len() == self.rows
            && !different.contains("")
    }

    /// How much the name sounds like an identifier's; a name is better than nothing.
    fn like_identifier(&self) -> u8 {
        let words: Vec<&str> = self.folded.split('-').collect();
        let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
        match () {
            () if any(&["id", "vat", "lei", "pic", "code", "key", "identifier", "number", "nr", "no"]) => 3,
            () if self.sounds_like(&["name", "label", "title"]) => 2,
            () if self.all(|value| value.parse::<f64>().is_err()) => 1,
            () => 0,
        }
    }

    fn sounds_like(&self, words: &[&str]) -> bool {
        self.folded.split('-').any(|word| words.contains(&word))
    }

    fn all(&self, fits: impl Fn(&str) -> bool) -> bool {
        !self.values.is_empty() && self.values.iter().all(|value| fits(value))
    }

    fn examples(&self) -> String {
        let different: BTreeSet<&str> = self.values.iter().map(String::as_str).collect();
        let few: Vec<String> = self.values.iter().take(3).map(|value| value.chars().take(30).collect()).collect();
        let empty = self.rows - self.values.len();
        let shown: Vec<String> = few.iter().map(|value| format!("\"{value}\"")).collect();
        format!("{} different values, {empty} empty; {}", different.len(), shown.join(", ")).replace('\n', " ")
    }

    /// What the column may be, and in words why.
    fn guess(
        &self,
        is_identifier: bool,
        editions: &Editions,
        taken: &mut BTreeSet<&'static str>,
    ) -> (Column, &'static str) {
        let rule = |property: &str, kind: Kind| ColumnRule {
            property: Some(property.to_owned()),
            kind,
            ..ColumnRule::default()
        };
        let text = |property: &str| rule(property, Kind::String);
        let words = |known: &[&str]| self.sounds_like(known);
        let is_country = |value: &str| countries(value).is_some();
        let is_region = |value: &str| value.len() > 2 && (editions.is_current(value) || editions.is_earlier(value));
        let is_number =
            |value: &str| value.parse::<f64>().is_ok_and(f64::is_finite) && !value.contains(['e', 'E', '+']);
        let is_whole = |value: &str| value.parse::<i64>().is_ok() && !value.starts_with('+');
        let is_page = |value: &str| value.starts_with("http://") || value.starts_with("https://");
        let kinds = Terms::scheme("actor-kind", "").ok();
        let is_kind = |value: &str| kinds.is_some_and(|kinds| kinds.find(value).is_some());
        // Properties of which a thing has one are given to the first column that fits.
        let mut first = |property: &'static str| taken.insert(property);
        let (rule, note) = match () {
            () if self.values.is_empty() => return (Column::Ignored(Ignored::Ignored), "empty"),
            () if is_identifier && self.like_identifier() > 2 => (text("dct:identifier"), "tells the rows apart"),
            () if words(&["name", "label", "title"]) && first("rdfs:label") => {
                (text("rdfs:label"), "sounds like a name")
            }
            () if self.all(is_country) && first("milieu:inCountry") => {
                (rule("milieu:inCountry", Kind::Country), "countries")
            }
            () if self.all(is_region) && first("milieu:locatedIn") => {
                (rule("milieu:locatedIn", Kind::Nuts), "NUTS regions")
            }
            () if self.all(is_kind) && first("org:classification") => {
                let rule = rule("org:classification", Kind::Concept);
                (ColumnRule { scheme: Some("actor-kind".to_owned()), ..rule }, "kinds of actor")
            }
            () if self.all(|value| value.parse::<Date>().is_ok()) => (rule(self.date_property(), Kind::Date), "days"),
            () if self.all(is_page) && crate::model::NamedNode::new(&self.values[0]).is_ok() => {
                (rule("foaf:homepage", Kind::Iri), "pages")
            }
            () if words(&["lat", "latitude"]) && self.all(is_number) => {
                (rule("wgs:lat", Kind::Decimal), "sounds like a latitude")
            }
            () if words(&["lon", "lng", "long", "longitude"]) && self.all(is_number) => {
                (rule("wgs:long", Kind::Decimal), "sounds like a longitude")
            }
            () if words(&["employees", "staff", "headcount"]) && self.all(is_whole) => {
                (rule("schema:numberOfEmployees", Kind::Integer), "sounds like the number of employees")
            }
            () if words(&["city", "town"]) && first("milieu:cityName") => {
                (text("milieu:cityName"), "sounds like a city")
            }
            () if self.all(|value| value.len() == 4 && (1800..2100).contains(&value.parse().unwrap_or(0))) => {
                (rule("schema:startDate", Kind::Year), "looks like years: say what happened then")
            }
            () if words(&["revenue", "turnover", "sales", "budget"]) && self.all(is_number) => {
                (rule("schema:revenue", Kind::Decimal), "sounds like money: say the unit")
            }
            () if self.all(is_whole) || self.all(is_number) => {
                return (
                    Column::Ignored(Ignored::Ignored),
                    "numbers: say of what, by a property and `as: integer` or `as: decimal`",
                );
            }
            () if is_identifier => (text("rdfs:label"), "tells the rows apart"),
            () => return (Column::Ignored(Ignored::Ignored), "text: say what it means by a property"),
        };
        (Column::Mapped(rule), note)
    }

    fn date_property(&self) -> &'static str {
        if self.sounds_like(&["end", "until", "to", "closed", "left"]) { "schema:endDate" } else { "schema:startDate" }
    }
}
