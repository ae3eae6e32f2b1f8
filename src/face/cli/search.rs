//! `milieu search`

use std::io::Write;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::data::Data;
use super::exit::Exit;
use super::listing::Listing;
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
    format: Listing,
}

const COLUMNS: [&str; 3] = ["label", "class", "iri"];

impl Search {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let snapshot = self.data.read(talk)?;
        let found = snapshot.search(&self.words.join(" "));
        let all = found.len();
        let rows: Vec<[String; 3]> = found.take(self.most).map(|found| row(&snapshot, found)).collect();
        let listed = rows.len();
        if self.format == Listing::Json {
            let object = |[label, class, iri]: [String; 3]| json!({ "label": label, "class": class, "iri": iri });
            let things: Vec<_> = rows.into_iter().map(object).collect();
            output::data(|out| Ok(writeln!(out, "{:#}", json!({ "count": all, "things": things }))?))?;
        } else {
            self.format.write(&COLUMNS, rows.into_iter())?;
        }
        let what = count(all, "thing");
        if listed < all {
            talk.say(format_args!("{what}, of which the best {} are listed (--most)", thousands(listed as u64)));
        } else {
            talk.say(what);
        }
        Ok(Exit::Ok)
    }
}

fn row(snapshot: &Snapshot, found: Found) -> [String; 3] {
    let classes = snapshot.objects(found.thing.as_ref().into(), rdf::TYPE).filter_map(|class| match class {
        Term::NamedNode(class) => snapshot.label(class.as_ref()).or_else(|| vocab::shorten(class.as_ref())),
        _ => None,
    });
    let mut classes: Vec<String> = classes.collect();
    classes.sort_unstable();
    [found.label.value().to_owned(), classes.join(", "), found.thing.into_string()]
}
