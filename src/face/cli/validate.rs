//! `milieu validate`

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};

#[cfg(feature = "shacl")]
use super::data;
use super::data::Data;
use super::exit::Exit;
#[cfg(not(feature = "shacl"))]
use super::exit::Usage;
use super::talk::Talk;

/// Check data against shapes (SHACL)
///
/// Every result names the thing, the property, the value and the way out. The exit code is 1 when there is a violation; warnings
/// and infos leave it at 0. Without --shapes the project's own shapes are used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu validate mine.ttl
  milieu validate mine.ttl --severity violation --format json
  milieu validate --store my-store --shapes my-shapes.ttl")]
pub(super) struct Validate {
    /// RDF files to check; else --store or what else is named
    #[arg(value_name = "FILE", conflicts_with_all = ["store", "data", "demo", "toy"])]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: Data,
    /// Shapes in Turtle
    #[arg(long, value_name = "FILE")]
    shapes: Option<PathBuf>,
    /// Show only what is at least this grave
    #[arg(long, value_enum, default_value = "info")]
    severity: Level,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Level {
    /// Everything
    Info,
    /// Gaps and errors
    Warning,
    /// Errors
    Violation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
}

impl Validate {
    #[cfg(not(feature = "shacl"))]
    pub(super) fn run(self, _: Talk) -> Result<Exit> {
        Err(Usage("this milieu was built without the feature \"shacl\", so it cannot validate".to_owned()).into())
    }

    #[cfg(feature = "shacl")]
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        use super::output;
        use super::talk::thousands;
        use crate::shape::Severity;

        let shapes = shapes(self.shapes.as_deref())?;
        let files = || Ok::<_, anyhow::Error>(data::files(&self.files, talk)?.snapshot());
        let snapshot = if self.files.is_empty() { self.data.read(talk)? } else { files()? };
        let report = shapes.validate(&snapshot)?;
        let least = match self.severity {
            Level::Info => Severity::Info,
            Level::Warning => Severity::Warning,
            Level::Violation => Severity::Violation,
        };
        let shown: Vec<_> = report.results.iter().filter(|result| result.severity >= least).collect();
        output::data(|out| match self.format {
            Form::Table => written::table(&shown, out),
            Form::Csv => written::csv(&shown, out),
            Form::Json => written::json(&report, &shown, out),
            Form::Jsonl => written::jsonl(&shown, out),
        })?;
        let number = |severity| thousands(report.results.iter().filter(|r| r.severity == severity).count() as u64);
        talk.say(format_args!(
            "{}: violations {}, warnings {}, infos {}",
            if report.conforms() { "conforms" } else { "does not conform" },
            number(Severity::Violation),
            number(Severity::Warning),
            number(Severity::Info)
        ));
        Ok(if report.conforms() { Exit::Ok } else { Exit::No })
    }
}

/// The shapes of a file, else the project's own.
#[cfg(feature = "shacl")]
pub(super) fn shapes(file: Option<&std::path::Path>) -> Result<crate::shape::Shapes> {
    use crate::shape::Shapes;
    use anyhow::Context;

    let Some(file) = file else { return Ok(Shapes::shipped()) };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read the shapes {}", file.display()))?;
    Shapes::from_turtle(&text).with_context(|| file.display().to_string())
}

#[cfg(feature = "shacl")]
pub(super) use written::table;

#[cfg(feature = "shacl")]
mod written {
    use std::io::Write;

    use anyhow::Result;
    use serde_json::json;

    use super::super::answer::readable;
    use super::super::grid::Grid;
    use crate::shape::{Report, Violation};

    const COLUMNS: [&str; 6] = ["severity", "focus", "path", "value", "message", "shape"];

    fn cells(result: &Violation) -> [String; 6] {
        [
            result.severity.to_string(),
            readable(&result.focus).0,
            result.path.clone().unwrap_or_default(),
            result.value.as_ref().map(|value| readable(value).0).unwrap_or_default(),
            result.message.clone(),
            result.shape.as_ref().map(|shape| readable(shape).0).unwrap_or_default(),
        ]
    }

    pub(in super::super) fn table(results: &[&Violation], out: &mut impl Write) -> Result<()> {
        if results.is_empty() {
            return Ok(());
        }
        // The shape is of use to programs; a person reads what to do.
        let mut grid = Grid::new(COLUMNS.into_iter().take(5));
        for result in results {
            grid.row(cells(result).into_iter().take(5).map(|text| (text, false)));
        }
        Ok(grid.write(out)?)
    }

    pub(super) fn csv(results: &[&Violation], out: &mut impl Write) -> Result<()> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(COLUMNS)?;
        for result in results {
            writer.write_record(cells(result))?;
        }
        Ok(writer.flush()?)
    }

    pub(super) fn json(report: &Report, results: &[&Violation], out: &mut impl Write) -> Result<()> {
        Ok(writeln!(out, "{:#}", json!({ "conforms": report.conforms(), "results": results }))?)
    }

    pub(super) fn jsonl(results: &[&Violation], out: &mut impl Write) -> Result<()> {
        for result in results {
            writeln!(out, "{}", serde_json::to_string(result)?)?;
        }
        Ok(())
    }
}
