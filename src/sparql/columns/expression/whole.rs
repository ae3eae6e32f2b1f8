//! Arithmetic of integers that are their own numbers, which needs no value to be made.

use oxigraph::model::vocab::xsd;
use spargebra::algebra::Function;
use sparopt::algebra::Expression;

use super::kernel::Slots;
use super::truth::Scene;
use crate::sparql::columns::chunk::{Slot, UNBOUND};
use crate::sparql::columns::value::intern_integer;
use crate::store::dictionary::TermId;
use crate::store::inline;

/// Arithmetic of integers, as far as they are numbers of their own.
pub(super) enum Whole {
    Variable(Slot),
    Constant(i64),
    Add(Box<[Whole; 2]>),
    Subtract(Box<[Whole; 2]>),
    Multiply(Box<[Whole; 2]>),
    /// The year of a date.
    Year(Slot),
}

impl Whole {
    pub(super) fn of(expression: &Expression, slots: Slots<'_>) -> Option<Self> {
        let both = |a, b| Some(Box::new([Self::of(a, slots)?, Self::of(b, slots)?]));
        Some(match expression {
            Expression::Variable(variable) => Self::Variable(slots(variable)?),
            Expression::Literal(literal) if literal.datatype() == xsd::INTEGER => {
                Self::Constant(literal.value().parse().ok()?)
            }
            Expression::Add(a, b) => Self::Add(both(a, b)?),
            Expression::Subtract(a, b) => Self::Subtract(both(a, b)?),
            Expression::Multiply(a, b) => Self::Multiply(both(a, b)?),
            Expression::FunctionCall(Function::Year, arguments) => match &arguments[..] {
                [Expression::Variable(date)] => Self::Year(slots(date)?),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// True when what comes out is an integer that did not go in.
    pub(super) const fn computes(&self) -> bool {
        !matches!(self, Self::Variable(_) | Self::Constant(_))
    }

    /// The integer at a row, unless it takes more to say.
    pub(super) fn at(&self, row: u32, scene: Scene<'_>) -> Option<i64> {
        match self {
            Self::Variable(slot) => inline::as_integer(scene.column(*slot).at(row)),
            Self::Constant(value) => Some(*value),
            Self::Add(parts) => parts[0].at(row, scene)?.checked_add(parts[1].at(row, scene)?),
            Self::Subtract(parts) => parts[0].at(row, scene)?.checked_sub(parts[1].at(row, scene)?),
            Self::Multiply(parts) => parts[0].at(row, scene)?.checked_mul(parts[1].at(row, scene)?),
            Self::Year(slot) => {
                let (year, ..) = inline::as_date(scene.column(*slot).at(row))?;
                Some(year.into())
            }
        }
    }

    /// The number of the integer at each row, [`UNBOUND`] where it takes more to say.
    pub(super) fn terms(&self, rows: &[u32], scene: Scene<'_>) -> Vec<TermId> {
        rows.iter()
            .map(|&row| self.at(row, scene).map_or(UNBOUND, |value| intern_integer(value, scene.terms)))
            .collect()
    }
}
