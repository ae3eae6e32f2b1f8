//! Rows as a map or a network.

use axum::http::StatusCode;
use axum::response::Response;

use super::answer::{Out, Sink};
use super::problem::Problem;
use crate::face::results::{Drawing, Failed, Sheet, Unfit};
use crate::snapshot::Snapshot;

/// `sheet` as a `drawing`, or why it is none.
pub(super) fn send(
    sheet: &Sheet,
    drawing: Drawing,
    snapshot: &Snapshot,
    mut out: Out<'_>,
) -> Result<Response, Problem> {
    match drawing.write(sheet, snapshot, &mut out) {
        Ok(()) => out.finish(),
        Err(Failed::Write(error)) => Err(out.problem(&error)),
        Err(Failed::Answer(Unfit(detail))) => {
            let title = "The answer does not fit the format";
            Err(Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable", title, detail))
        }
    }
}
