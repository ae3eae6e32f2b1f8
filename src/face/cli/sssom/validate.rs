//! `milieu sssom validate`

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use crate::face::cli::exit::Exit;
use crate::face::cli::output;
use crate::face::cli::talk::{Talk, count};
use crate::link::sssom::{Fault, Severity};

/// Hold files of mappings against the standard
///
/// Every fault names the file, the line, the column, what stands there and the way out; of JSON and RDF the line is the mapping's
/// number. The exit code is 1 when there is an error; warnings leave it at 0.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu sssom validate members.sssom.tsv
  milieu sssom validate members.sssom.tsv --metadata members.sssom.yml
  milieu sssom validate *.sssom.tsv --json")]
pub(in crate::face::cli) struct Validate {
    /// Files of mappings: .tsv, .json, or RDF (.ttl, .nt, .nq, .trig, .rdf, .jsonld)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The metadata of a table, where they lie in a file of their own (YAML)
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Write the faults as JSON
    #[arg(long)]
    json: bool,
}

impl Validate {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let (mut faults, mut mappings) = (Vec::new(), 0);
        for file in &self.files {
            let read = super::read(file, self.metadata.as_deref(), talk)?;
            mappings += read.set.mappings.len();
            faults.extend(read.faults);
        }
        output::data(|out| {
            if self.json {
                return Ok(writeln!(out, "{:#}", faults.iter().map(told).collect::<Value>())?);
            }
            for fault in &faults {
                writeln!(out, "{}", line(fault))?;
            }
            Ok(())
        })?;
        let errors = faults.iter().filter(|fault| fault.severity() == Severity::Error).count();
        talk.say(format_args!(
            "{} in {}: {}, {}",
            count(mappings, "mapping"),
            count(self.files.len(), "file"),
            count(errors, "error"),
            count(faults.len() - errors, "warning")
        ));
        Ok(if errors == 0 { Exit::Ok } else { Exit::No })
    }
}

/// A fault as a line: where, what, and what stands there.
pub(super) fn line(fault: &Fault) -> String {
    let kind = if fault.severity() == Severity::Warning { " (warning)" } else { "" };
    let value = if fault.value.is_empty() { String::new() } else { format!(" [{}]", fault.value) };
    format!("{fault}{value}{kind}")
}

fn told(fault: &Fault) -> Value {
    let severity = if fault.severity() == Severity::Warning { "warning" } else { "error" };
    json!({ "file": fault.file, "line": fault.line, "column": fault.column, "value": fault.value, "severity": severity,
        "problem": fault.problem.to_string() })
}
