//! Our own compact tables: the records of a source as CSV under zstd.
//!
//! A packed table is an ordinary CSV file with a header, compressed: `zstdcat table.csv.zst` shows it. The records
//! that come out equal those that went in, and the same records give the same bytes.

use super::{Refused, Source};
use serde::{Serialize, de::DeserializeOwned};
use std::io::{self, Write};

/// zstd's strongest setting that needs no special care to read.
const LEVEL: i32 = 19;
/// The reach of the search for repetitions, 2^24 bytes: beyond any table of ours.
const WINDOW_LOG: u32 = 24;

/// Writes a table.
///
/// ```
/// use milieu::source::{packed, Source, fp7::Participation};
///
/// let rows = [Participation { rcn: 92257, organisation: "999971934".into() }];
/// let mut bytes = Vec::new();
/// packed::write(&rows, &mut bytes).unwrap();
/// let source = Source::from_bytes("fp7-participations.csv.zst", bytes).unwrap();
/// let back: Vec<Participation> = packed::read(source).collect::<Result<_, _>>().unwrap();
/// assert_eq!(back, rows);
/// ```
///
/// # Errors
/// When the writer fails, or a record is not a flat one.
pub fn write<R: Serialize>(rows: &[R], to: impl Write) -> io::Result<()> {
    let mut encoder = zstd::Encoder::new(to, LEVEL)?;
    encoder.include_contentsize(false)?;
    encoder.window_log(WINDOW_LOG)?;
    encoder.long_distance_matching(true)?;
    let mut csv = csv::Writer::from_writer(encoder);
    for row in rows {
        csv.serialize(row)?;
    }
    csv.into_inner()
        .map_err(|e| e.into_error())?
        .finish()?
        .flush()
}

/// Reads a table that [`write`] wrote; see there for an example.
pub fn read<R: DeserializeOwned>(source: Source) -> impl Iterator<Item = Result<R, Refused>> {
    let file = source.file().to_owned();
    csv::Reader::from_reader(source)
        .into_deserialize()
        .map(move |row| {
            row.map_err(|e: csv::Error| {
                let line = e.position().map_or(0, csv::Position::line);
                Refused::new(&file, line, e.to_string())
            })
        })
}
