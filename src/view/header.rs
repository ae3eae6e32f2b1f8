use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Parameter, ViewError};
use crate::model::NamedNode;
use crate::vocab;

/// What a view says of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Header {
    /// A name for people.
    pub title: String,
    /// The question that it answers, in one sentence.
    pub question: String,
    /// For whom: `researcher`, `manager`, `policy`.
    #[serde(rename = "for")]
    pub for_: Vec<Audience>,
    /// What can be asked of it.
    #[serde(default)]
    pub params: Vec<Parameter>,
    /// What it answers, in the order of the table.
    pub columns: Vec<Column>,
    /// How it is best drawn.
    #[serde(default)]
    pub chart: Chart,
    /// The measure that reads the rows, when SPARQL alone does not do.
    #[serde(default)]
    pub measure: Option<Measure>,
    /// How missing values are treated.
    pub missing: String,
    /// How direction is treated.
    pub direction: String,
    /// What the shares and counts are taken of.
    pub denominator: String,
    /// The works that it rests on, as IRIs of the atlas.
    pub source: Vec<String>,
    /// The version that first had it.
    pub since: String,
    /// A sentence over the result, for people in a hurry.
    #[serde(default)]
    pub sentence: Option<String>,
}

/// Whom a view is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Audience {
    /// Who asks the graph itself.
    Researcher,
    /// Who runs a cluster.
    Manager,
    /// Who makes policy.
    Policy,
}

/// A column of the result.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Column {
    /// The variable of the query, and the column's name in files.
    pub name: String,
    /// The type of its values.
    #[serde(rename = "type")]
    pub type_: ColumnType,
    /// The heading for people.
    pub title: String,
    /// The unit, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What it means.
    pub definition: String,
}

/// The types of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ColumnType {
    /// A thing.
    Iri,
    /// Text.
    String,
    /// Text in a language.
    LangString,
    /// A whole number.
    Integer,
    /// An exact number.
    Decimal,
    /// A number in floating point.
    Double,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A year.
    Year,
}

impl ColumnType {
    /// The name in headers and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Iri => "iri",
            Self::String => "string",
            Self::LangString => "lang-string",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Double => "double",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Year => "year",
        }
    }

    /// Whether its values are counted or computed, rather than tell one row from another.
    pub(super) fn is_measure(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Double)
    }
}

/// Which columns play which part in the chart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Chart {
    /// What is drawn.
    pub kind: ChartKind,
    /// Column of the first axis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// Columns of the second axis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub y: Vec<String>,
    /// Column that splits the chart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Column that sizes the marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Column where a flow begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Column where a flow ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Column of what flows, or of what a cell or place is coloured by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Column that the marks are sorted by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
}

impl Chart {
    /// Every column that the chart names.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        let single = [&self.x, &self.series, &self.size, &self.from, &self.to, &self.value, &self.sort];
        single.into_iter().flatten().chain(&self.y).map(String::as_str)
    }
}

/// The kinds of chart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ChartKind {
    /// Bars.
    Bar,
    /// A line over time.
    Line,
    /// Dots along an axis.
    Dot,
    /// Coloured cells.
    Matrix,
    /// Dots in four quarters.
    Quadrant,
    /// A map of countries or regions.
    Map,
    /// Bands from one thing to another.
    Flow,
    /// Nodes and ties.
    Network,
    /// The table alone.
    #[default]
    None,
}

/// The measure that reads a view's rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Measure {
    /// Its name, such as `strong-cluster`.
    pub name: String,
    /// Which variable of the query plays which part in it.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Which parameter sets which of its options.
    #[serde(default)]
    pub options: BTreeMap<String, String>,
}

impl Header {
    /// The works that the view rests on, by their IRIs.
    pub fn works(&self) -> Vec<NamedNode> {
        let work = |work: &String| {
            // `id:publication/porter-1990` is no prefixed name in SPARQL, but plain enough here.
            let id = work.strip_prefix("id:").map(vocab::id);
            id.or_else(|| vocab::expand(work)).or_else(|| NamedNode::new(work.as_str()).ok())
        };
        self.source.iter().filter_map(work).collect()
    }

    /// Reads the header of the view `view` from the `#+` lines of its text.
    ///
    /// # Errors
    /// [`ViewError::Header`] names line and key.
    pub(super) fn read(view: &str, text: &str) -> Result<Self, ViewError> {
        // Other lines stay as empty ones, so that a line of the YAML is a line of the file.
        let yaml: String = text
            .lines()
            .flat_map(|line| [line.strip_prefix("#+").map_or("", |rest| rest.strip_prefix(' ').unwrap_or(rest)), "\n"])
            .collect();
        serde_saphyr::from_str(&yaml).map_err(|error| {
            let error = error.without_snippet();
            let line = error.location().map_or(1, |location| location.line());
            let reason = error.to_string();
            let at = usize::try_from(line).unwrap_or(1).saturating_sub(1);
            let key = quoted(&reason).unwrap_or_else(|| key_of(yaml.lines().nth(at).unwrap_or_default()));
            ViewError::Header { view: view.to_owned(), line, key, reason }
        })
    }
}

/// The field that a message such as "missing field `title`" names.
fn quoted(message: &str) -> Option<String> {
    let message = message.split_once("field `")?.1;
    Some(message.split_once('`')?.0.to_owned())
}

fn key_of(line: &str) -> String {
    let key = line.trim_start_matches(|c: char| c == '-' || c.is_whitespace());
    key.split_once(':').map_or("header", |(key, _)| key).to_owned()
}
