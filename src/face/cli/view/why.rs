//! `milieu view why`

use std::io::Write;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::run::Asked;
use crate::face::cli::answer::readable;
use crate::face::cli::exit::Exit;
use crate::face::cli::grid::Grid;
use crate::face::cli::output;
use crate::face::cli::talk::{Talk, count, thousands};
use crate::model::{GraphName, Term};
use crate::view::Why;

/// Show the quads that a row of a view rests on, and where they are from
///
/// Rows are numbered from 1 as `milieu view run` lists them. A count rests on all that it counts, so there may be many: the first
/// are shown and the total is told. What is not there (MINUS, NOT EXISTS) has no quads.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu view why linkage/reach --row 1 --param group=nuts:DE11
  milieu view why cluster/location-quotient --row 3 --store my-store --format nq > row-3.nq")]
pub(super) struct WhyArgs {
    #[command(flatten)]
    asked: Asked,
    /// Which row, from 1
    #[arg(long, value_name = "N")]
    row: usize,
    /// The most quads that are shown
    #[arg(long, value_name = "QUADS", default_value_t = 100)]
    first: usize,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Quads, then sources, for people
    Table,
    /// The quads as N-Quads
    Nq,
    /// One JSON document
    Json,
}

impl WhyArgs {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let (view, arguments) = self.asked.view()?;
        let snapshot = self.asked.data.read(talk)?;
        let why = view.why(&snapshot, &arguments, self.row, self.first, &self.asked.limits.of_view())?;
        output::data(|out| match self.format {
            Form::Table => people(&why, out),
            Form::Nq => {
                for quad in &why.quads {
                    writeln!(out, "{quad} .")?;
                }
                Ok(())
            }
            Form::Json => Ok(writeln!(out, "{:#}", serde_json::to_value(&why)?)?),
        })?;
        for told in &why.not_shown {
            talk.say(told);
        }
        let shown = why.quads.len();
        let of = if shown < why.total {
            format!("the first {shown} of {} quads", thousands(why.total as u64))
        } else {
            count(shown, "quad")
        };
        let row: Vec<String> = why.row.iter().map(crate::view::Cell::to_text).collect();
        talk.say(format_args!("Row {} ({}) rests on {of}", why.number, row.join(", ")));
        Ok(Exit::Ok)
    }
}

fn people(why: &Why, out: &mut impl Write) -> Result<()> {
    let mut grid = Grid::new(["subject", "predicate", "object", "graph"]);
    for quad in &why.quads {
        let graph = match &quad.graph_name {
            GraphName::NamedNode(node) => readable(&node.clone().into()).0,
            _ => String::new(),
        };
        let terms = [Term::from(quad.subject.clone()), quad.predicate.clone().into(), quad.object.clone()];
        grid.row(terms.iter().map(|term| (readable(term).0, false)).chain([(graph, false)]));
    }
    grid.write(out)?;
    writeln!(out)?;
    let mut grid = Grid::new(["source", "quads", "licence", "from", "files"]);
    for (source, quads) in &why.sources {
        let files: Vec<&str> = source.files.iter().map(|file| file.name.as_str()).collect();
        grid.row([
            (source.title.clone(), false),
            (quads.to_string(), true),
            (source.licence.clone().unwrap_or_default(), false),
            (source.publisher.clone().unwrap_or_default(), false),
            (files.join(", "), false),
        ]);
    }
    Ok(grid.write(out)?)
}
