//! Answers of queries in the formats that others define, for both faces.

use std::io::{self, Write};

use crate::batch::File;
use crate::io::RdfSerializer;
use crate::model::Triple;
use crate::snapshot::Snapshot;
use crate::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use crate::sparql::{QuerySolutionIter, SparqlError, arrow};

/// What an answer is the answer of.
pub(super) struct Of<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) query: &'a str,
}

/// Why an answer is not written.
pub(super) enum Failed<E> {
    /// There is no whole answer.
    Answer(E),
    /// It cannot be written.
    Write(io::Error),
}

impl<E> From<io::Error> for Failed<E> {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

/// Writes yes or no.
pub(super) fn truth(answer: bool, format: QueryResultsFormat, out: &mut impl Write) -> io::Result<()> {
    QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(out, answer).map(drop)
}

/// Writes rows; gives how many there were.
pub(super) fn rows(
    rows: QuerySolutionIter<'static>,
    format: QueryResultsFormat,
    out: &mut impl Write,
) -> Result<usize, Failed<SparqlError>> {
    let variables = rows.variables().to_vec();
    let mut writer = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(out, variables)?;
    let mut count = 0;
    for row in rows {
        writer.serialize(&row.map_err(|error| Failed::Answer(error.into()))?)?;
        count += 1;
    }
    writer.finish()?;
    Ok(count)
}

/// Writes rows as typed columns; gives how many there were. The types are decided over all rows, so nothing is written before the last
/// of them came.
pub(super) fn columns(
    rows: QuerySolutionIter<'static>,
    of: &Of<'_>,
    file: File,
    out: &mut impl Write,
) -> Result<usize, Failed<SparqlError>> {
    let batches = arrow::record_batches(rows, of.snapshot, of.query).map_err(Failed::Answer)?;
    batches.write(file, out)?;
    Ok(batches.rows())
}

/// Writes triples; gives how many there were.
pub(super) fn triples<E>(
    triples: impl IntoIterator<Item = Result<Triple, E>>,
    serializer: RdfSerializer,
    out: &mut impl Write,
) -> Result<usize, Failed<E>> {
    let mut writer = serializer.for_writer(out);
    let mut count = 0;
    for triple in triples {
        writer.serialize_triple(&triple.map_err(Failed::Answer)?)?;
        count += 1;
    }
    writer.finish()?;
    Ok(count)
}
