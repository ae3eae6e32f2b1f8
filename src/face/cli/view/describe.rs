//! `milieu view describe`

use std::io::Write;

use anyhow::Result;
use clap::Args;

use crate::face::cli::data::Data;
use crate::face::cli::exit::Exit;
use crate::face::cli::output;
use crate::face::cli::talk::Talk;
use crate::snapshot::Snapshot;
use crate::view::{Catalogue, Offered, Parameter, View};

/// Say what a view asks, of which parameters, into which columns, and how it counts
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu view describe linkage/reach
  milieu view describe cluster/ei-index --choices --store my-store
  milieu view describe cluster/ei-index --sparql > ei-index.rq")]
pub(super) struct Describe {
    /// The view, as `milieu view list` names it
    #[arg(value_name = "VIEW")]
    view: String,
    /// Print the file of the view: its header and its SPARQL
    #[arg(long)]
    sparql: bool,
    /// Show what the data offer for each parameter
    #[arg(long, conflicts_with = "sparql")]
    choices: bool,
    #[command(flatten)]
    data: Data,
}

/// More choices than this are counted, not shown.
const SHOWN: usize = 12;

impl Describe {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let view = Catalogue::shipped().get(&self.view)?;
        if self.sparql {
            output::data(|out| Ok(out.write_all(view.text().as_bytes())?))?;
            return Ok(Exit::Ok);
        }
        let snapshot = if self.choices { Some(self.data.read(talk)?) } else { None };
        output::data(|out| people(view, snapshot.as_ref(), out))?;
        Ok(Exit::Ok)
    }
}

fn people(view: &View, snapshot: Option<&Snapshot>, out: &mut impl Write) -> Result<()> {
    let header = view.header();
    writeln!(out, "{}: {}\n{}\n", view.id(), header.title, header.question)?;
    if !header.params.is_empty() {
        writeln!(out, "Parameters (--param name=value)")?;
        for parameter in &header.params {
            let kind = format!("{:?}", parameter.type_).to_lowercase();
            let default = parameter.default.as_ref().map(|value| format!(", default {value}")).unwrap_or_default();
            writeln!(out, "  {}  {} ({kind}{default})", parameter.name, parameter.label)?;
            for line in offered(view, parameter, snapshot)? {
                writeln!(out, "      {line}")?;
            }
        }
        writeln!(out)?;
    }
    writeln!(out, "Columns")?;
    for column in &header.columns {
        let unit = column.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
        writeln!(out, "  {} ({}{unit})  {}", column.name, column.type_.as_str(), column.definition)?;
    }
    writeln!(out, "\nMissing values  {}", header.missing)?;
    writeln!(out, "Direction       {}", header.direction)?;
    writeln!(out, "Denominator     {}", header.denominator)?;
    writeln!(out, "Source          {}", header.source.join(", "))?;
    writeln!(out, "Since           {}", header.since)?;
    Ok(())
}

/// What can be chosen: as the header lists it, or as the data offer it.
fn offered(view: &View, parameter: &Parameter, snapshot: Option<&Snapshot>) -> Result<Vec<String>> {
    let line = |value: &str, label: &str| if value == label { value.to_owned() } else { format!("{value}  {label}") };
    let mut lines: Vec<String> = match (&parameter.choices, snapshot) {
        (Some(Offered::Fixed(fixed)), _) => fixed.iter().map(|choice| line(choice.value(), choice.label())).collect(),
        (_, Some(snapshot)) => {
            let choices = view.choices(snapshot, &parameter.name)?;
            choices.iter().map(|choice| line(&super::super::answer::readable(&choice.value).0, &choice.label)).collect()
        }
        (_, None) => Vec::new(),
    };
    if lines.len() > SHOWN {
        let more = lines.len() - SHOWN;
        lines.truncate(SHOWN);
        lines.push(format!("... and {more} more"));
    }
    Ok(lines)
}
