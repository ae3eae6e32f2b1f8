//! The answer as CSV: to stdout, or to a file that is there once it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::link::table::{Choice, LinkedRow};

/// What is added to a table's own columns.
const ADDED: [&str; 8] =
    ["decision", "id", "label", "confidence", "reason", "next_id", "next_label", "next_confidence"];

/// Where the rows go.
pub(super) struct Out {
    rows: csv::Writer<Box<dyn Write>>,
    file: Option<Unfinished>,
}

/// A file on its way; gone if it is dropped before it is whole.
struct Unfinished {
    path: PathBuf,
    to: PathBuf,
}

impl Out {
    /// Begins with the header. Where the table has a column of an added name, all of these have the target's name before them.
    pub(super) fn new(file: Option<&Path>, columns: &[String], target: &str) -> Result<Self> {
        let (to, file): (Box<dyn Write>, _) = match file {
            None => (Box::new(BufWriter::with_capacity(1 << 16, io::stdout().lock())), None),
            Some(to) => {
                let mut name = to.file_name().unwrap_or_default().to_owned();
                name.push(format!(".{}-unfinished", std::process::id()));
                let unfinished = Unfinished { path: to.with_file_name(name), to: to.to_owned() };
                let opened =
                    File::create(&unfinished.path).with_context(|| format!("cannot write {}", to.display()))?;
                (Box::new(BufWriter::new(opened)), Some(unfinished))
            }
        };
        let mut rows = csv::Writer::from_writer(to);
        let taken = ADDED.iter().any(|added| columns.iter().any(|column| column == added));
        let added = ADDED.map(|added| if taken { format!("{target}_{added}") } else { added.to_owned() });
        rows.write_record(columns.iter().chain(&added))?;
        Ok(Self { rows, file })
    }

    pub(super) fn row(&mut self, row: &LinkedRow) -> Result<()> {
        let answer = &row.answer;
        let [id, label, confidence] = told(answer.link.as_ref());
        let [next_id, next_label, next_confidence] = told(answer.next.as_ref());
        let added =
            [answer.verdict.name(), &id, &label, &confidence, &answer.because, &next_id, &next_label, &next_confidence];
        Ok(self.rows.write_record(row.cells.iter().map(String::as_str).chain(added))?)
    }

    pub(super) fn finish(mut self) -> Result<()> {
        self.rows.flush()?;
        drop(self.rows);
        if let Some(file) = &self.file {
            fs::rename(&file.path, &file.to).with_context(|| format!("cannot write {}", file.to.display()))?;
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Once it is whole it is there no more under this name.
        let _ = fs::remove_file(&self.path);
    }
}

fn told(choice: Option<&Choice>) -> [String; 3] {
    choice.map_or_else(Default::default, |choice| {
        [choice.iri.clone(), choice.label.clone(), format!("{:.3}", choice.confidence)]
    })
}
