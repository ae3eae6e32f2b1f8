//! The first sheet of a spreadsheet.

use super::{Cell, Row, Table, all_bytes};
use crate::source::value::Date;
use crate::source::{Refused, Source};
use calamine::{Data, Reader, open_workbook_auto_from_rs};
use std::io::Cursor;

pub(super) fn read(source: Source) -> Result<Table, Refused> {
    let (file, sha256) = (source.file().to_owned(), source.sha256().to_owned());
    let bytes = all_bytes(source)?;
    let unreadable = |e: calamine::Error| Refused::new(&file, 0, format!("not a spreadsheet: {e}"));
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let range = match workbook.worksheet_range_at(0) {
        Some(range) => range.map_err(unreadable)?,
        None => return Err(Refused::new(file, 0, "the spreadsheet has no sheet")),
    };
    let first = u64::from(range.start().map_or(0, |(row, _)| row)) + 1;
    let mut rows = range.rows();
    let Some(header) = rows.next() else {
        return Err(Refused::new(file, 0, "the sheet is empty"));
    };
    let columns = header.iter().map(|cell| cell.to_string().trim().to_owned()).collect();
    let name = file.clone();
    let read: Vec<_> = (first + 1..)
        .zip(rows)
        .map(|(number, row)| {
            let cells: Result<Vec<Cell>, _> = row.iter().map(cell).collect();
            match cells {
                Ok(cells) => Ok(Row { number, cells }),
                Err(reason) => Err(Refused::new(&name, number, reason)),
            }
        })
        // Sheets often end in rows that only bear a format.
        .filter(|row| !matches!(row, Ok(row) if row.cells.iter().all(|cell| *cell == Cell::Empty)))
        .collect();
    Table::new(&file, sha256, columns, read.into_iter())
}

fn cell(data: &Data) -> Result<Cell, String> {
    Ok(match data {
        Data::Empty => Cell::Empty,
        Data::Int(whole) => Cell::Integer(*whole),
        Data::Float(number) => number_cell(*number),
        Data::Bool(value) => Cell::Boolean(*value),
        Data::String(text) => Cell::text(text),
        Data::Error(e) => return Err(format!("a cell holds the error {e}")),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day_of_month, hour, minute, second, _) = moment.to_ymd_hms_milli();
            match Date::new(year, month, day_of_month) {
                Some(day) if (hour, minute, second) == (0, 0, 0) => Cell::Date(day),
                Some(day) => Cell::Text(format!("{day}T{hour:02}:{minute:02}:{second:02}")),
                None => return Err("a cell holds a date that no calendar has".to_owned()),
            }
        }
        other => Cell::text(&other.to_string()),
    })
}

/// A spreadsheet keeps every number as floating-point: one without a fraction was meant as whole.
#[expect(clippy::cast_possible_truncation, reason = "below 2^53 and without a fraction")]
fn number_cell(number: f64) -> Cell {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < EXACT { Cell::Integer(number as i64) } else { Cell::Number(number) }
}
