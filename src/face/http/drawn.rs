//! Rows as a map or a network.

use axum::http::StatusCode;

use super::answer::Capped;
use super::problem::Problem;
use crate::face::results::{Drawing, Failed, Sheet, Unfit};
use crate::snapshot::Snapshot;

/// `sheet` as a `drawing`, or why it is none.
pub(super) fn write(sheet: &Sheet, drawing: Drawing, snapshot: &Snapshot, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Capped::new(limit);
    match drawing.write(sheet, snapshot, &mut bytes) {
        Ok(()) => bytes.finish(),
        Err(Failed::Write(error)) => Err(bytes.problem(&error)),
        Err(Failed::Answer(Unfit(detail))) => {
            let title = "The answer does not fit the format";
            Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", title, detail))
        }
    }
}
