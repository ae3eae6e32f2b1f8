//! Records of JSON one at a time: the elements of an array, or a line each.

use std::cell::Cell;
use std::fmt;
use std::io::BufReader;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::intake::{Intake, TargetError};
use super::lines;
use crate::source::{LineByLine, Refused, Source};

/// Hands each record to `take`, as text, with the line that it begins on.
pub(super) fn each(
    source: Source,
    intake: &mut Intake<'_>,
    mut take: impl FnMut(&mut Intake<'_>, &str, u64) -> Result<(), TargetError>,
) -> Result<(), TargetError> {
    let (beginning, source) = source.beginning(64)?;
    let first = beginning.iter().find(|byte| !byte.is_ascii_whitespace() && !BYTE_ORDER_MARK.contains(byte));
    if first != Some(&b'[') {
        return lines::each(source, intake, |intake, text, line| take(intake, text.trim(), line));
    }
    let file = intake.file().to_owned();
    elements(source, &file, |text, line| take(intake, text, line))
}

const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// What is wrong with a record that begins on `line`: the line and column of the fault, and its identifier.
pub(super) fn refuse(file: &str, line: u64, text: &str, error: &serde_json::Error) -> Refused {
    #[derive(Deserialize)]
    struct Named {
        id: String,
    }
    let at = line + (error.line() as u64).saturating_sub(1);
    let reason = format!("the record cannot be understood: {} (column {})", without_place(error), error.column());
    let refused = Refused::new(file, at, reason);
    match serde_json::from_str::<Named>(text) {
        Ok(named) => refused.value(&named.id),
        Err(_) => refused,
    }
}

/// What is wrong, without the line, which counts from the beginning of the record or at the end of the file.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn unreadable(file: &str, line: u64, error: impl fmt::Display) -> TargetError {
    Refused::new(file, line, format!("cannot be read on: {error}")).into()
}

fn elements(
    source: Source,
    file: &str,
    take: impl FnMut(&str, u64) -> Result<(), TargetError>,
) -> Result<(), TargetError> {
    let lines = LineByLine::new(source.lines().map_err(|error| unreadable(file, 0, error))?);
    let reached = lines.reached();
    let mut stopped = None;
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, lines));
    let visitor = Elements { take, reached: &reached, stopped: &mut stopped };
    let read = json.deserialize_seq(visitor).and_then(|()| json.end());
    match (stopped, read) {
        (Some(stopped), _) => Err(stopped),
        (None, Err(error)) => Err(unreadable(file, reached.get(), without_place(&error))),
        (None, Ok(())) => Ok(()),
    }
}

/// Visits an array whose elements are handed on and not kept.
struct Elements<'a, F> {
    take: F,
    reached: &'a Cell<u64>,
    stopped: &'a mut Option<TargetError>,
}

impl<'de, F: FnMut(&str, u64) -> Result<(), TargetError>> Visitor<'de> for Elements<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        while elements.next_element_seed(&mut self)?.is_some() {}
        Ok(())
    }
}

impl<'de, F: FnMut(&str, u64) -> Result<(), TargetError>> DeserializeSeed<'de> for &mut Elements<'_, F> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, element: D) -> Result<(), D::Error> {
        let raw = Box::<RawValue>::deserialize(element)?;
        let inside = raw.get().bytes().filter(|byte| *byte == b'\n').count() as u64;
        (self.take)(raw.get(), self.reached.get() - inside).map_err(|stopped| {
            *self.stopped = Some(stopped);
            serde::de::Error::custom("stopped")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str) -> (Vec<(String, u64)>, Result<(), TargetError>) {
        let mut found = Vec::new();
        let source = Source::from_bytes("x.json", text).unwrap();
        let mut intake = Intake::new(&source, &());
        let result = each(source, &mut intake, |_, record, line| {
            found.push((record.to_owned(), line));
            Ok(())
        });
        (found, result)
    }

    #[test]
    fn arrays_and_lines_give_each_record_with_its_line() {
        let (found, result) = read("[{\"a\":\n 1},\n\n{\"b\": [2]} , 3]\n");
        assert!(result.is_ok());
        assert_eq!(found, [("{\"a\":\n 1}".into(), 1), ("{\"b\": [2]}".into(), 4), ("3".into(), 4)]);
        let (found, result) = read("\u{feff}{\"a\": 1}\r\n\r\n{\"b\": 2}");
        assert!(result.is_ok());
        assert_eq!(found.iter().map(|(_, line)| *line).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn an_array_that_breaks_off_says_where() {
        let (found, result) = read("[{\"a\": 1},\n{\"b\": ");
        assert_eq!(found.len(), 1);
        let told = result.unwrap_err().to_string();
        assert!(told.starts_with("x.json:2: cannot be read on: EOF"), "{told}");
    }

    #[test]
    fn who_takes_may_stop() {
        let source = Source::from_bytes("x.json", "[1, 2, 3]").unwrap();
        let mut intake = Intake::new(&source, &());
        let mut taken = 0;
        let result = each(source, &mut intake, |_, _, _| {
            taken += 1;
            if taken == 2 { Err(TargetError::Cancelled) } else { Ok(()) }
        });
        assert!(matches!(result, Err(TargetError::Cancelled)) && taken == 2);
    }
}
