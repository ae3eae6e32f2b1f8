//! Answers of queries in the formats that others define, for both faces.

mod geojson;
mod graphml;
mod sheet;
mod wkt;

use std::io::{self, Write};

pub(super) use self::sheet::Sheet;
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

/// What rows can be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawing {
    /// Places: `GeoJSON` (RFC 7946).
    Map,
    /// Ties: `GraphML`.
    Network,
}

#[cfg(feature = "http")]
impl Drawing {
    /// The media type. Of `GraphML` none is registered; this is the one in use.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Map => "application/geo+json",
            Self::Network => "application/graphml+xml",
        }
    }

    /// How the names of such files end, which is also what the format is called.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Map => "geojson",
            Self::Network => "graphml",
        }
    }

    /// The one that is called so.
    pub(super) fn from_extension(name: &str) -> Option<Self> {
        [Self::Map, Self::Network].into_iter().find(|drawing| drawing.extension() == name)
    }
}

impl Drawing {
    /// Writes `sheet` as this; what the things in it are is looked up in `snapshot`.
    pub(super) fn write(self, sheet: &Sheet, snapshot: &Snapshot, out: &mut impl Write) -> Result<(), Failed<Unfit>> {
        match self {
            Self::Map => geojson::write(sheet, snapshot, out),
            Self::Network => graphml::write(sheet, snapshot, out),
        }
    }
}

/// Why rows cannot be read so, and what to do.
#[derive(Debug)]
pub(super) struct Unfit(pub(super) String);

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
