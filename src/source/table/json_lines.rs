//! A JSON object a line.

use super::{Cell, Row, Table};
use crate::source::{Refused, Source};
use serde_json::{Map, Value};
use std::io::{BufRead, BufReader};

/// The columns are all keys of all objects, in the order in which they first occur, so the file is read through first.
pub(super) fn read(source: Source) -> Result<Table, Refused> {
    let (file, sha256) = (source.file().to_owned(), source.sha256().to_owned());
    let lines = source.lines().map_err(|e| Refused::new(&file, 0, format!("cannot be read: {e}")))?;
    let mut columns: Vec<String> = Vec::new();
    let mut objects = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(lines).split(b'\n')) {
        let line = line.map_err(|e| Refused::new(&file, number, format!("cannot be read on: {e}")))?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let object = serde_json::from_slice::<Map<String, Value>>(&line)
            .map_err(|e| Refused::new(&file, number, format!("not a JSON object: {e}")));
        if let Ok(object) = &object {
            for key in object.keys() {
                if !columns.contains(key) {
                    columns.push(key.clone());
                }
            }
        }
        objects.push((number, object));
    }
    if columns.is_empty() {
        return Err(Refused::new(file, 0, "no line holds a JSON object"));
    }
    let names = columns.clone();
    let rows = objects.into_iter().map(move |(number, object)| {
        let mut object = object?;
        let cells = names.iter().map(|name| cell(object.remove(name))).collect();
        Ok(Row { number, cells })
    });
    Table::new(&file, sha256, columns, rows)
}

fn cell(value: Option<Value>) -> Cell {
    match value {
        None | Some(Value::Null) => Cell::Empty,
        Some(Value::Bool(value)) => Cell::Boolean(value),
        Some(Value::String(text)) => Cell::text(&text),
        Some(Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Cell::Integer(whole),
            (None, Some(number)) => Cell::Number(number),
            (None, None) => Cell::Text(number.to_string()),
        },
        Some(nested) => Cell::Text(nested.to_string()),
    }
}
