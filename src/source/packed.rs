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
    csv.into_inner().map_err(csv::IntoInnerError::into_error)?.finish()?.flush()
}

/// Reads a table that [`write()`] wrote; see there for an example.
pub fn read<R: DeserializeOwned>(source: Source) -> impl Iterator<Item = Result<R, Refused>> {
    let file = source.file().to_owned();
    csv::Reader::from_reader(source).into_deserialize().map(move |row| {
        row.map_err(|e: csv::Error| {
            let line = e.position().map_or(0, csv::Position::line);
            Refused::new(&file, line, e.to_string())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{nuts, shipped};

    #[test]
    fn the_same_records_give_the_same_bytes() {
        let rows: Vec<nuts::Region> = shipped::nuts().collect();
        let mut bytes = Vec::new();
        write(&rows, &mut bytes).unwrap();
        let again = Source::from_bytes("nuts.csv.zst", bytes).unwrap();
        assert_eq!(again.sha256(), shipped::NUTS.source().sha256());
    }

    #[test]
    fn a_record_that_does_not_fit_is_refused_by_line() {
        let csv = "rcn,organisation\n1,a\nx,b\n3,c\n";
        let source = Source::from_bytes("t.csv", csv).unwrap();
        let rows: Vec<Result<crate::source::fp7::Participation, _>> = read(source).collect();
        assert!(rows[0].is_ok() && rows[2].is_ok());
        assert_eq!(rows[1].as_ref().unwrap_err().line, 3);
    }
}
