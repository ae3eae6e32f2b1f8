//! `milieu view list`

use std::io::Write;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;

use crate::face::cli::exit::Exit;
use crate::face::cli::output;
use crate::face::cli::talk::{Talk, count};
use crate::view::{Catalogue, View};

/// List the views by aspect, each with the question it answers
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu view list
  milieu view list linkage
  milieu view list --format json")]
pub(super) struct List {
    /// Only this aspect, such as cluster or linkage
    #[arg(value_name = "ASPECT")]
    aspect: Option<String>,
    /// How it is written
    #[arg(long, short = 'f', value_enum, default_value = "table")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    Table,
    /// Tab-separated: view, title, question
    Tsv,
    /// One JSON document
    Json,
}

impl List {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let catalogue = Catalogue::shipped();
        let wanted = |view: &&View| self.aspect.as_deref().is_none_or(|aspect| view.id().aspect() == aspect);
        let views: Vec<&View> = catalogue.iter().filter(wanted).collect();
        for refused in catalogue.refused() {
            talk.complain(refused);
        }
        output::data(|out| match self.format {
            Form::Table => people(&views, out),
            Form::Tsv => {
                for view in &views {
                    writeln!(out, "{}\t{}\t{}", view.id(), view.header().title, view.header().question)?;
                }
                Ok(())
            }
            Form::Json => {
                let views: Vec<_> = views
                    .iter()
                    .map(|view| {
                        let header = view.header();
                        json!({ "view": view.id().as_str(), "title": header.title, "question": header.question,
                            "for": header.for_, "since": header.since })
                    })
                    .collect();
                Ok(writeln!(out, "{:#}", serde_json::Value::Array(views))?)
            }
        })?;
        if views.is_empty() {
            talk.say(format_args!("No such aspect; there are {}", catalogue.aspects().join(", ")));
            return Ok(Exit::Usage);
        }
        talk.say(count(views.len(), "view"));
        Ok(Exit::Ok)
    }
}

fn people(views: &[&View], out: &mut impl Write) -> Result<()> {
    let longest = views.iter().map(|view| view.id().as_str().len()).max().unwrap_or_default();
    let mut aspect = "";
    for view in views {
        if view.id().aspect() != aspect {
            if !aspect.is_empty() {
                writeln!(out)?;
            }
            aspect = view.id().aspect();
            writeln!(out, "{aspect}")?;
        }
        writeln!(out, "  {:longest$}  {}", view.id().as_str(), view.header().question)?;
    }
    Ok(())
}
