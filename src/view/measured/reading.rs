//! The rows of a query as the columns that a measure reads.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::cell::Cell;
use super::super::run::Row;
use super::super::{Arguments, Measure, View, ViewError};
use crate::Snapshot;
use crate::model::Term;

/// The rows of a view's query, by the parts that its variables play in the measure.
pub(super) struct Reading<'a> {
    pub(super) view: &'a View,
    pub(super) measure: &'a Measure,
    pub(super) variables: &'a [String],
    pub(super) rows: &'a [Row],
    pub(super) arguments: &'a Arguments,
    pub(super) snapshot: &'a Snapshot,
}

/// Terms of one or more columns as numbers, in the order of their names, so that what a measure decides by number is decided by name.
pub(super) struct Things<'a> {
    terms: Vec<&'a Term>,
    numbers: FxHashMap<&'a Term, u32>,
}

impl<'a> Reading<'a> {
    /// Whether a variable plays `role`.
    pub(super) fn has(&self, role: &str) -> bool {
        self.measure.columns.contains_key(role)
    }

    /// What plays `role` in each row; nothing in any if no variable plays it.
    pub(super) fn terms(&self, role: &str) -> impl Iterator<Item = Option<&'a Term>> + use<'a> {
        let at = self.measure.columns.get(role).map(|column| {
            self.variables.iter().position(|variable| variable == column).expect("checked when the view was read")
        });
        self.rows.iter().map(move |row| row[at?].as_ref())
    }

    /// The numbers of `role` in each row.
    pub(super) fn numbers(&self, role: &str) -> impl Iterator<Item = Option<f64>> + use<'a> {
        self.terms(role).map(|term| match term? {
            Term::Literal(literal) => literal.value().parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        })
    }

    /// Every thing that plays one of `roles`.
    pub(super) fn things(&self, roles: &[&str]) -> Things<'a> {
        let different: FxHashSet<&Term> = roles.iter().flat_map(|role| self.terms(role)).flatten().collect();
        let mut terms: Vec<&Term> = different.into_iter().collect();
        terms.sort_unstable_by(|a, b| name(a).cmp(name(b)).then_with(|| a.to_string().cmp(&b.to_string())));
        let numbers = terms.iter().copied().zip(0..).collect();
        Things { terms, numbers }
    }

    /// The rows as the first columns of the table.
    pub(super) fn cells(&self) -> Result<Vec<Vec<Cell>>, ViewError> {
        let columns = &self.view.header().columns;
        let cell = |(column, term): (_, &Option<Term>)| self.view.cell(column, term.as_ref());
        self.rows.iter().map(|row| columns.iter().zip(row).map(cell).collect()).collect()
    }

    /// A thing as the cell of the column with this number.
    pub(super) fn cell(&self, column: usize, term: &Term) -> Result<Cell, ViewError> {
        self.view.cell(&self.view.header().columns[column], Some(term))
    }

    /// A thing's label, or its name where it has none.
    pub(super) fn label(&self, term: &Term) -> String {
        let label = match term {
            Term::NamedNode(node) => self.snapshot.label(node),
            _ => None,
        };
        label.unwrap_or_else(|| name(term).to_owned())
    }

    /// How many rows are wanted, at most.
    pub(super) fn top(&self) -> usize {
        self.count("top").unwrap_or(usize::MAX)
    }

    /// Where random numbers begin.
    pub(super) fn seed(&self) -> Option<u64> {
        self.given("seed")?.parse().ok()
    }

    /// A whole number given for an option.
    pub(super) fn count(&self, option: &str) -> Option<usize> {
        self.given(option)?.parse().ok()
    }

    /// What was written for an option.
    pub(super) fn given(&self, option: &str) -> Option<&'a str> {
        let parameter = self.measure.options.get(option)?;
        Some(&self.arguments.get(parameter)?.text)
    }
}

impl<'a> Things<'a> {
    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn at(&self, number: usize) -> &'a Term {
        self.terms[number]
    }

    pub(super) fn term(&self, number: u32) -> &'a Term {
        self.at(number as usize)
    }

    pub(super) fn number(&self, term: &Term) -> u32 {
        self.numbers[term]
    }
}

/// A count as a cell.
pub(super) fn count(number: usize) -> Cell {
    Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A number as a cell, or nothing.
pub(super) fn double(number: Option<f64>) -> Cell {
    number.filter(|number| number.is_finite()).map_or(Cell::Null, Cell::Double)
}

fn name(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::Triple(_) => "",
    }
}
