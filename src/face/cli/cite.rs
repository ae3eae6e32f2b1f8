//! `milieu cite` and `milieu verify`

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use super::data::Data;
use super::exit::{Exit, Unreadable};
use super::output;
use super::query::{Limits, short};
use super::talk::{Talk, count};
use super::view::changes;
use crate::cite::{Kept, METADATA, Verdict};

/// Print how to cite a result: itself, the works its view rests on, the sources of its data
///
/// The result is a crate, the folder that `milieu view run --crate DIR` writes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu view run linkage/reach --param group=nuts:DE11 --crate reach-of-stuttgart --author 'Andreeva, P.'
  milieu cite reach-of-stuttgart >> paper.bib
  milieu cite reach-of-stuttgart --format csl-json > references.json")]
pub(super) struct Cite {
    /// The crate's folder
    #[arg(value_name = "RESULT")]
    folder: PathBuf,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value = "bibtex")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// BibTeX
    Bibtex,
    /// CSL-JSON, which Zotero and pandoc read
    CslJson,
    /// The crate's metadata, JSON-LD
    RoCrate,
}

impl Cite {
    pub(super) fn run(self, _: Talk) -> Result<Exit> {
        let file = self.folder.join(match self.format {
            Form::Bibtex => "citation.bib",
            Form::CslJson => "citation.json",
            Form::RoCrate => METADATA,
        });
        let told = || Unreadable(format!("{} is no crate that milieu wrote", self.folder.display()));
        let text = std::fs::read(&file).with_context(told)?;
        output::data(|out| Ok(out.write_all(&text)?))?;
        Ok(Exit::Ok)
    }
}

/// Run a crate's view again and say whether its result comes out
///
/// The crate's own view is asked, with its own parameters, of the data that are named. The exit code is 0 when nothing differs: the
/// crate's files, the view that ships, the data, the rows. Otherwise it is 1, and stdout says what differs.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu verify reach-of-stuttgart --store my-store
  milieu verify reach-of-stuttgart --store my-store --at 41
  milieu verify reach-of-stuttgart --demo")]
pub(super) struct Verify {
    /// The crate's folder
    #[arg(value_name = "CRATE")]
    folder: PathBuf,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    limits: Limits,
}

impl Verify {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let kept = Kept::read(&self.folder)?;
        let snapshot = self.data.read(talk)?;
        let verdict = kept.verify(&snapshot, &self.limits.of_view())?;
        output::data(|out| told(&verdict, out))?;
        Ok(if verdict.is_equal() { Exit::Ok } else { Exit::No })
    }
}

fn told(verdict: &Verdict, out: &mut impl Write) -> Result<()> {
    if verdict.is_equal() {
        return Ok(writeln!(out, "equal: {}, the same data, the same view", count(verdict.table.rows.len(), "row"))?);
    }
    for file in &verdict.changed_files {
        writeln!(out, "file differs: {file} is not as it was written")?;
    }
    match &verdict.view {
        Some((was, now)) if now.is_empty() => {
            writeln!(out, "view differs: {} ({}) does not ship", verdict.table.view, short(was))?;
        }
        Some((was, now)) => writeln!(out, "view differs: {} then, {} now ships", short(was), short(now))?,
        None => writeln!(out, "view: the same")?,
    }
    match &verdict.data {
        Some((was, now)) => writeln!(out, "data differ: content hash {} then, {} now", short(was), short(now))?,
        None => writeln!(out, "data: the same")?,
    }
    if verdict.rows.is_empty() {
        let how = if verdict.rearranged { "the same, in another order or writing" } else { "the same" };
        return Ok(writeln!(out, "rows: {how}")?);
    }
    writeln!(out, "rows differ: {}\n", verdict.rows.len())?;
    changes::people(&verdict.table, &verdict.rows, out)
}
