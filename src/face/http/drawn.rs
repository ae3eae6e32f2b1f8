//! Rows as a map or a network.

use axum::http::StatusCode;

use super::answer::Sink;
use super::problem::Problem;
use crate::face::results::{Drawing, Failed, Sheet, Unfit};
use crate::snapshot::Snapshot;

/// Writes `sheet` as a `drawing`, or says why it is none.
pub(super) fn write(sheet: &Sheet, drawing: Drawing, snapshot: &Snapshot, out: &mut impl Sink) -> Result<(), Problem> {
    match drawing.write(sheet, snapshot, out) {
        Ok(()) => Ok(()),
        Err(Failed::Write(error)) => Err(out.problem(&error)),
        Err(Failed::Answer(Unfit(detail))) => {
            let title = "The answer does not fit the format";
            Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", title, detail))
        }
    }
}
