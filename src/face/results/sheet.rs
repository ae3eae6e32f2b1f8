//! Rows of a view and of a SELECT alike.

use serde_json::Number;

use crate::model::vocab::xsd;
use crate::model::{Literal, Term};
use crate::snapshot::WKT;
use crate::sparql::{QuerySolutionIter, SparqlError};
use crate::view::{Cell, Table};

/// Rows with named columns.
pub(in crate::face) struct Sheet {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<Value>>,
    /// The columns where ties begin and end, where it is said which.
    pub(super) ends: Option<[usize; 2]>,
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    None,
    /// A thing by its IRI, or a blank node as `_:name`.
    Thing {
        name: String,
        label: Option<String>,
    },
    /// A `geo:wktLiteral`.
    Wkt(String),
    Number(Number),
    Truth(bool),
    Text(String),
}

impl Sheet {
    /// The rows of a view.
    pub(in crate::face) fn of_table(table: &Table) -> Self {
        let end = |column: &Option<String>| table.column(column.as_deref()?);
        let columns = table.columns.iter().map(|column| column.name.clone()).collect();
        let rows = table.rows.iter().map(|row| row.iter().map(Value::of_cell).collect()).collect();
        let mut sheet = Self { columns, rows, ends: None };
        sheet.ends = sheet.fitting(end(&table.chart.from).zip(end(&table.chart.to)));
        sheet
    }

    /// The rows of a SELECT.
    pub(in crate::face) fn of_rows(rows: QuerySolutionIter<'static>) -> Result<Self, SparqlError> {
        let columns: Vec<String> = rows.variables().iter().map(|variable| variable.as_str().to_owned()).collect();
        let row =
            |row: crate::sparql::QuerySolution| row.values().iter().map(|term| Value::of_term(term.as_ref())).collect();
        let rows = rows.map(|solution| Ok(row(solution?))).collect::<Result<Vec<Vec<Value>>, SparqlError>>()?;
        let mut sheet = Self { columns, rows, ends: None };
        let named = |name: &str| sheet.columns.iter().position(|column| column == name);
        let things = || <[usize; 2]>::try_from(sheet.of_things()).ok();
        // Of no rows nothing can be said, and nothing need be.
        let none = (sheet.rows.is_empty() && sheet.columns.len() >= 2).then_some([0, 1]);
        sheet.ends = sheet.fitting(named("from").zip(named("to"))).or_else(things).or(none);
        Ok(sheet)
    }

    /// The columns of `ends`, if they hold things.
    fn fitting(&self, ends: Option<(usize, usize)>) -> Option<[usize; 2]> {
        let things = self.of_things();
        let (from, to) = ends?;
        (self.rows.is_empty() || things.contains(&from) && things.contains(&to)).then_some([from, to])
    }

    /// How many rows there are.
    #[cfg(feature = "cli")]
    pub(in crate::face) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The values of a column.
    pub(super) fn column(&self, at: usize) -> impl Iterator<Item = &Value> {
        self.rows.iter().map(move |row| &row[at])
    }

    /// The columns that hold nothing but things, and one at least.
    pub(super) fn of_things(&self) -> Vec<usize> {
        let things = |at: &usize| {
            let mut values = self.column(*at).filter(|value| **value != Value::None).peekable();
            values.peek().is_some() && values.all(|value| matches!(value, Value::Thing { .. }))
        };
        (0..self.columns.len()).filter(things).collect()
    }
}

impl Value {
    fn of_cell(cell: &Cell) -> Self {
        match cell {
            Cell::Null => Self::None,
            Cell::Iri { value, label } => Self::Thing { name: value.clone(), label: label.clone() },
            Cell::Integer(value) => Self::Number((*value).into()),
            Cell::Year(value) => Self::Number((*value).into()),
            Cell::Boolean(value) => Self::Truth(*value),
            Cell::Decimal(_) | Cell::Double(_) => Self::number(cell.number(), &cell.to_field()),
            Cell::Text { .. } | Cell::Date(_) => Self::Text(cell.to_field()),
        }
    }

    fn of_term(term: Option<&Term>) -> Self {
        match term {
            None => Self::None,
            Some(Term::NamedNode(node)) => Self::Thing { name: node.as_str().to_owned(), label: None },
            Some(node @ Term::BlankNode(_)) => Self::Thing { name: node.to_string(), label: None },
            Some(Term::Literal(literal)) => Self::of_literal(literal),
            Some(other) => Self::Text(other.to_string()),
        }
    }

    fn of_literal(literal: &Literal) -> Self {
        let (value, datatype) = (literal.value(), literal.datatype());
        if datatype == WKT {
            return Self::Wkt(value.to_owned());
        }
        if datatype == xsd::BOOLEAN {
            return Self::Truth(value == "true" || value == "1");
        }
        // No text of another datatype reads as a number: years and codes with zeros before them stay as they are.
        if [xsd::INTEGER, xsd::INT, xsd::LONG, xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT].contains(&datatype) {
            return value
                .parse::<i64>()
                .map_or_else(|_| Self::number(value.parse().ok(), value), |value| Self::Number(value.into()));
        }
        Self::Text(value.to_owned())
    }

    /// `number`, or the text where JSON has no such number.
    fn number(number: Option<f64>, text: &str) -> Self {
        number.and_then(Number::from_f64).map_or_else(|| Self::Text(text.to_owned()), Self::Number)
    }
}
