//! Rows of a query into columns for a measure, and its numbers into rows again.

use std::collections::HashMap;

use super::cell::Cell;
use super::run::Row;
use super::{Arguments, Measure, View, ViewError};
use crate::measure::degree::{Degree, DegreeOptions, degrees};
use crate::measure::strong_cluster::{Observation, StrongClusterOptions, strong_clusters};
use crate::model::Term;

/// The measures that a view may name.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    StrongCluster,
    Degree,
}

impl Kind {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "strong-cluster" => Some(Self::StrongCluster),
            "degree" => Some(Self::Degree),
            _ => None,
        }
    }

    /// The parts that variables of the query play in it.
    fn roles(self) -> &'static [&'static str] {
        match self {
            Self::StrongCluster => &["category", "period", "employment", "establishments", "location_quotient"],
            Self::Degree => &["node", "linkage"],
        }
    }

    /// The columns that it makes.
    fn makes(self) -> &'static [&'static str] {
        match self {
            Self::StrongCluster => &["qualifying", "significant", "strong", "strong_tenth"],
            Self::Degree => &["partners", "linkages", "weight"],
        }
    }

    fn options(self) -> &'static [&'static str] {
        match self {
            Self::StrongCluster => &[],
            Self::Degree => &["top"],
        }
    }

    /// Whether the rows of the query come back, the new columns beside them, or one row a node.
    fn kept<'a>(self, measure: &'a Measure, projected: &'a [String]) -> Vec<&'a str> {
        match self {
            Self::StrongCluster => projected.iter().map(String::as_str).collect(),
            Self::Degree => measure.columns.get("node").map(String::as_str).into_iter().collect(),
        }
    }

    /// Holds the header's measure against the query's columns and the declared ones.
    pub(super) fn fits(self, measure: &Measure, projected: &[String], declared: &[&str]) -> Result<(), String> {
        let name = &measure.name;
        for role in self.roles() {
            let column = measure.columns.get(*role).ok_or_else(|| format!("{name} wants a column for {role:?}"))?;
            if !projected.contains(column) {
                return Err(format!("{name} reads {column:?}, which the query does not select"));
            }
        }
        if let Some(role) = measure.columns.keys().find(|role| !self.roles().contains(&role.as_str())) {
            return Err(format!("{name} knows no {role:?}"));
        }
        if let Some(option) = measure.options.keys().find(|option| !self.options().contains(&option.as_str())) {
            return Err(format!("{name} has no option {option:?}"));
        }
        let made: Vec<&str> = self.kept(measure, projected).into_iter().chain(self.makes().iter().copied()).collect();
        if made != declared {
            return Err(format!("the header declares the columns {declared:?}, {name} makes {made:?}"));
        }
        Ok(())
    }
}

/// The table's rows: what `measure` makes of the query's.
pub(super) fn measured(
    view: &View,
    measure: &Measure,
    variables: &[String],
    rows: &[Row],
    arguments: &Arguments,
) -> Result<Vec<Vec<Cell>>, ViewError> {
    let kind = Kind::named(&measure.name).expect("checked when the view was read");
    let at = |role: &str| {
        variables
            .iter()
            .position(|variable| *variable == measure.columns[role])
            .expect("checked when the view was read")
    };
    match kind {
        Kind::StrongCluster => strong(view, rows, at),
        Kind::Degree => {
            let top = arguments.count(view, "top").unwrap_or(usize::MAX);
            degree(view, rows, at("node"), at("linkage"), DegreeOptions { top })
        }
    }
}

fn strong(view: &View, rows: &[Row], at: impl Fn(&str) -> usize) -> Result<Vec<Vec<Cell>>, ViewError> {
    let columns = &view.header().columns;
    let mut table: Vec<Vec<Cell>> = Vec::with_capacity(rows.len());
    for row in rows {
        table.push(
            columns.iter().zip(row).map(|(column, term)| view.cell(column, term.as_ref())).collect::<Result<_, _>>()?,
        );
    }
    let mut groups: HashMap<(&Option<Term>, &Option<Term>), usize> = HashMap::new();
    let number = |row: &[Cell], role: &str| row[at(role)].number().unwrap_or(0.0);
    let observations: Vec<Observation> = rows
        .iter()
        .zip(&table)
        .map(|(row, cells)| {
            let next = groups.len();
            Observation {
                group: *groups.entry((&row[at("category")], &row[at("period")])).or_insert(next),
                employment: number(cells, "employment"),
                establishments: number(cells, "establishments"),
                location_quotient: number(cells, "location_quotient"),
            }
        })
        .collect();
    for (cells, flags) in table.iter_mut().zip(strong_clusters(&observations, StrongClusterOptions::default())) {
        cells.extend([flags.qualifying, flags.significant, flags.strong, flags.strong_tenth].map(Cell::Boolean));
    }
    Ok(table)
}

fn degree(
    view: &View,
    rows: &[Row],
    node: usize,
    linkage: usize,
    options: DegreeOptions,
) -> Result<Vec<Vec<Cell>>, ViewError> {
    // Numbered in the order of their IRIs, so that the measure's ties are broken by IRI.
    let mut nodes: Vec<&Term> = rows.iter().filter_map(|row| row[node].as_ref()).collect();
    nodes.sort_unstable_by(|a, b| name(a).cmp(name(b)));
    nodes.dedup();
    let numbers: HashMap<&Term, usize> = nodes.iter().enumerate().map(|(number, term)| (*term, number)).collect();
    let mut linkages: HashMap<&Term, usize> = HashMap::new();
    let (mut ends, mut asked) = (Vec::new(), Vec::new());
    for row in rows {
        let Some(number) = row[node].as_ref().map(|term| numbers[term]) else { continue };
        match &row[linkage] {
            None => asked.push(number),
            Some(term) => {
                let next = linkages.len();
                ends.push((*linkages.entry(term).or_insert(next), number));
            }
        }
    }
    let column = &view.header().columns[0];
    let count = |number: usize| Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    degrees(&ends, &asked, options)
        .into_iter()
        .map(|Degree { node, partners, linkages, weight }| {
            let name = view.cell(column, Some(nodes[node]))?;
            Ok(vec![name, count(partners), count(linkages), Cell::Double(weight)])
        })
        .collect()
}

fn name(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::Triple(_) => "",
    }
}
