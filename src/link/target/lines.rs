//! Lines of text one at a time.

use std::io::{BufRead, BufReader, Read};

use super::intake::{Intake, TargetError};
use crate::source::{Refused, Source};

/// A longer line is none: Wikidata's longest are some megabytes.
const LONGEST: u64 = 1 << 26;

/// Hands each line that is not empty to `take`, with its number; one that is no UTF-8 is refused.
pub(super) fn each(
    source: Source,
    intake: &mut Intake<'_>,
    mut take: impl FnMut(&mut Intake<'_>, &str, u64) -> Result<(), TargetError>,
) -> Result<(), TargetError> {
    let unreadable = |intake: &Intake<'_>, line, error: &dyn std::fmt::Display| {
        TargetError::from(Refused::new(intake.file(), line, format!("cannot be read on: {error}")))
    };
    let text = source.lines().map_err(|error| unreadable(intake, 0, &error))?;
    let mut bytes = BufReader::with_capacity(1 << 18, text);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = bytes.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        match read.map_err(|error| unreadable(intake, number, &error))? as u64 {
            0 => break,
            LONGEST => return Err(unreadable(intake, number, &format!("a line of more than {LONGEST} bytes"))),
            _ => {}
        }
        match std::str::from_utf8(&line) {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => take(intake, text.trim_end_matches('\n'), number)?,
            Err(error) => {
                let shown = String::from_utf8_lossy(&line);
                let reason = format!("no UTF-8 from byte {} of the line on", error.valid_up_to() + 1);
                intake.refuse(Refused::new(intake.file(), number, reason).value(shown.trim_end()))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::record::Record;

    fn read(bytes: &'static [u8]) -> Vec<String> {
        let source = Source::from_bytes("x.txt", bytes).unwrap();
        let mut intake = Intake::new(&source, &());
        each(source, &mut intake, |intake, text, line| {
            intake.take(Record { id: format!("{line}{text}"), ..Record::default() })
        })
        .unwrap();
        intake.finish().unwrap().into_iter().map(|record| record.id).collect()
    }

    #[test]
    fn empty_lines_count_and_broken_ones_are_left_out() {
        assert_eq!(read(b"a\r\n\nb\t\n\xff\xfe\nc"), ["1a", "3b\t", "5c"]);
    }
}
