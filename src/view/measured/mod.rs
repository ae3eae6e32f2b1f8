//! What a measure makes of the rows of a view's query.
//!
//! A [`Kind`] says which parts the query's variables play in a measure, which options it has and which columns it makes; its function
//! reads a [`Reading`], calls the measure, and gives rows.

mod actors;
mod groups;
mod industries;
mod network;
mod pairs;
mod proximities;
mod reading;
mod table;
mod whole;

use super::cell::Cell;
use super::run::{Row, Watch};
use super::{Arguments, Measure, View, ViewError};
use crate::Snapshot;
use crate::measure::work::{Stopped, Work};
use reading::Reading;

/// Every measure that a view may name.
static KINDS: &[&[Kind]] =
    &[actors::KINDS, groups::KINDS, industries::KINDS, pairs::KINDS, proximities::KINDS, whole::KINDS];

/// A measure as a view names it.
pub(super) struct Kind {
    name: &'static str,
    /// The parts that variables of the query play in it.
    roles: &'static [&'static str],
    /// Parts that need not be played.
    may: &'static [&'static str],
    options: &'static [&'static str],
    gives: Gives,
    /// The columns that it makes.
    makes: &'static [&'static str],
    run: Run,
}

type Run = fn(&Reading<'_>, &Work<'_>) -> Result<Vec<Vec<Cell>>, Failure>;

/// What stands before the columns that a measure makes.
enum Gives {
    /// The rows of the query.
    Rows,
    /// The things that play these parts, each combination once.
    Things(&'static [&'static str]),
}

/// Why a measure has no answer.
pub(super) enum Failure {
    View(ViewError),
    Stopped,
    /// The measure cannot take what it was given.
    Refused(String),
}

impl From<ViewError> for Failure {
    fn from(error: ViewError) -> Self {
        Self::View(error)
    }
}

impl From<Stopped> for Failure {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl Kind {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().copied().flatten().find(|kind| kind.name == name)
    }

    /// Holds the header's measure against the query's columns and the declared ones.
    pub(super) fn fits(&self, measure: &Measure, projected: &[String], declared: &[&str]) -> Result<(), String> {
        let name = self.name;
        if let Some(role) = self.roles.iter().find(|role| !measure.columns.contains_key(**role)) {
            return Err(format!("{name} wants a column for {role:?}"));
        }
        for (role, column) in &measure.columns {
            if !self.roles.contains(&role.as_str()) && !self.may.contains(&role.as_str()) {
                return Err(format!("{name} knows no {role:?}"));
            }
            if !projected.contains(column) {
                return Err(format!("{name} reads {column:?}, which the query does not select"));
            }
        }
        if let Some(option) = measure.options.keys().find(|option| !self.options.contains(&option.as_str())) {
            return Err(format!("{name} has no option {option:?}"));
        }
        let before: Vec<&str> = match self.gives {
            Gives::Rows => projected.iter().map(String::as_str).collect(),
            Gives::Things(roles) => {
                roles.iter().filter_map(|role| measure.columns.get(*role)).map(String::as_str).collect()
            }
        };
        let made: Vec<&str> = before.into_iter().chain(self.makes.iter().copied()).collect();
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
    snapshot: &Snapshot,
    watch: Watch<'_>,
) -> Result<Vec<Vec<Cell>>, ViewError> {
    let kind = Kind::named(&measure.name).expect("checked when the view was read");
    let reading = Reading { view, measure, variables, rows, arguments, snapshot };
    let stopped = || watch.check().is_err();
    let work = Work::new(&stopped, &|_, _| {});
    (kind.run)(&reading, &work).map_err(|failure| match failure {
        Failure::View(error) => error,
        Failure::Stopped => watch.check().expect_err("only a limit stops a measure").into(),
        Failure::Refused(reason) => {
            ViewError::Measure { view: view.id().to_string(), measure: measure.name.clone(), reason }
        }
    })
}
