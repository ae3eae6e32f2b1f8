//! `milieu search`

use std::io::Write;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::data::Data;
use super::exit::Exit;
use super::grid::Grid;
use super::output;
use super::talk::{Talk, count, thousands};
use crate::model::Term;
use crate::model::vocab::rdf;
use crate::snapshot::{Found, Snapshot};
use crate::vocab;

/// Find things by the words of their labels
///
/// Each word has to begin a word of the label; case, accents and order do not matter. The best come first: the label itself, then
/// labels that begin so, then whole words. In SPARQL the same is milieu:matches.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu search stuttgart
  milieu search uni lodz --store my-store
  milieu search birch --toy --format csv > birch.csv")]
pub(super) struct Search {
    /// The words, or their beginnings
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    data: Data,
    /// List no more than the best so many
    #[arg(long, value_name = "ROWS", default_value = "20")]
    most: usize,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Table,
    /// Comma-separated: label, class, IRI
    Csv,
    /// One JSON document
    Json,
}

/// A thing as it is listed.
struct Row {
    label: String,
    class: String,
    iri: String,
}

impl Search {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let snapshot = self.data.read(talk)?;
        let found = snapshot.search(&self.words.join(" "));
        let all = found.len();
        let rows: Vec<Row> = found.take(self.most).map(|found| row(&snapshot, found)).collect();
        let listed = rows.len();
        output::data(|out| match self.format {
            Form::Table => {
                let mut grid = Grid::new(["label", "class", "iri"]);
                for row in rows {
                    grid.row([row.label, row.class, row.iri].map(|text| (text, false)));
                }
                Ok(grid.write(out)?)
            }
            Form::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(["label", "class", "iri"])?;
                rows.iter().try_for_each(|row| writer.write_record([&row.label, &row.class, &row.iri]))?;
                Ok(writer.flush()?)
            }
            Form::Json => {
                let things: Vec<_> =
                    rows.iter().map(|row| json!({ "label": row.label, "class": row.class, "iri": row.iri })).collect();
                Ok(writeln!(out, "{:#}", json!({ "count": all, "things": things }))?)
            }
        })?;
        let what = count(all, "thing");
        if listed < all {
            talk.say(format_args!("{what}, of which the best {} are listed (--most)", thousands(listed as u64)));
        } else {
            talk.say(what);
        }
        Ok(Exit::Ok)
    }
}

fn row(snapshot: &Snapshot, found: Found) -> Row {
    let classes = snapshot.objects(found.thing.as_ref().into(), rdf::TYPE).filter_map(|class| match class {
        Term::NamedNode(class) => snapshot.label(class.as_ref()).or_else(|| vocab::shorten(class.as_ref())),
        _ => None,
    });
    let mut classes: Vec<String> = classes.collect();
    classes.sort_unstable();
    Row { label: found.label.value().to_owned(), class: classes.join(", "), iri: found.thing.into_string() }
}
