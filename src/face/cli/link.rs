//! `milieu link`

mod propose;
mod summary;
mod write;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;

use super::exit::Exit;
use super::progress::Bars;
use super::talk::Talk;
use super::target::Place;
use crate::ingest::Progress;
use crate::link::decision::LinkOptions;
use crate::link::table::{Columns, Unlinked};
use propose::Keep;
use summary::Summary;
use write::Out;

/// Say which organisations of an open data set the names in a table mean
///
/// Each row gets a decision behind its own columns: linked (with the record's identifier, how sure that is, and why), several (the text
/// names more than one organisation), unsure (nothing reaches the threshold, and something comes near: look at next_id), or none. What is
/// known beside the name makes the decision surer; an identifier that the target knows decides by itself.
///
/// Tables are CSV, TSV, JSON lines, Parquet or XLSX; the answer is CSV. Targets are kept by `milieu target add`.
#[allow(clippy::doc_markdown, reason = "the help is plain text, where backticks would be shown")]
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu link members.csv --column name --target ror --output linked.csv
  milieu link members.xlsx --column Organisation --country-column Country --city-column City --target ror > linked.csv
  milieu link members.csv --column name --id-column vat --target ror --threshold careful
  milieu link members.csv --column name --target ror --threshold 0.6 | grep ,unsure,
  milieu link members.csv --column name --target ror --store my-store --set members --subject 'id:actor/pic/{pic}' --review")]
pub(super) struct Link {
    /// The table
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// The column with the names
    #[arg(long, value_name = "COLUMN")]
    column: String,
    /// The column with the country: DE, DEU, Germany, Allemagne
    #[arg(long, value_name = "COLUMN", help_heading = "What else is known")]
    country_column: Option<String>,
    /// The column with the city
    #[arg(long, value_name = "COLUMN", help_heading = "What else is known")]
    city_column: Option<String>,
    /// The column with the region around the city
    #[arg(long, value_name = "COLUMN", help_heading = "What else is known")]
    region_column: Option<String>,
    /// The column with the web site
    #[arg(long, value_name = "COLUMN", help_heading = "What else is known")]
    website_column: Option<String>,
    /// The column with an identifier: ROR, LEI, ISNI, GRID, Wikidata, VAT, ...
    #[arg(long, value_name = "COLUMN", help_heading = "What else is known")]
    id_column: Option<String>,
    /// What to link with, by its name on the shelf
    #[arg(long, value_name = "NAME")]
    target: String,
    #[command(flatten)]
    place: Place,
    /// How sure a link has to be: balanced (few wrong and few missed), careful (hardly any wrong), or a probability such as 0.6
    #[arg(long, default_value = "balanced", value_parser = threshold)]
    threshold: LinkOptions,
    /// The file to write, whole or not at all; else stdout
    #[arg(long, short = 'o', value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    keep: Keep,
}

fn threshold(text: &str) -> Result<LinkOptions, String> {
    match text {
        "balanced" => Ok(LinkOptions::BALANCED),
        "careful" => Ok(LinkOptions::CAREFUL),
        other => {
            let number = other.parse().ok().filter(|number| (0.0..=1.0).contains(number));
            number
                .map(|threshold| LinkOptions { threshold })
                .ok_or_else(|| "write balanced, careful, or a number between 0 and 1".to_owned())
        }
    }
}

impl Link {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let columns = Columns {
            name: self.column,
            country: self.country_column,
            city: self.city_column,
            region: self.region_column,
            website: self.website_column,
            identifier: self.id_column,
        };
        let table = Unlinked::open(&self.table, &columns)?;
        let bars = Bars::new(talk);
        bars.stage(&format!("opening {}", self.target), None);
        let target = self.place.shelf()?.open(&self.target)?;
        let begun = Instant::now();
        let mut kept = self.keep.begin(&self.table, table.columns(), &columns, &target.description)?;
        let writes = kept.is_none() || self.output.is_some();
        let mut out = writes.then(|| Out::new(self.output.as_deref(), table.columns(), &self.target)).transpose()?;
        let linked = table.link(&target, self.threshold);
        let mut summary = Summary::default();
        let meter = linked.meter();
        bars.stage("linking", None);
        for row in linked {
            if bars.cancelled() {
                talk.complain("cancelled");
                return Ok(Exit::Interrupted);
            }
            bars.advance(1);
            if let Some(meter) = &meter {
                bars.read(meter.read(), meter.size());
            }
            match row {
                Ok(row) => {
                    summary.add(&row, talk);
                    if let Some(out) = &mut out {
                        out.row(&row)?;
                    }
                    if let Some(Err(refused)) = kept.as_mut().map(|kept| kept.row(&row, &target)) {
                        summary.refuse(&refused, talk);
                    }
                }
                Err(refused) => summary.refuse(&refused, talk),
            }
        }
        bars.finished();
        if let Some(out) = out {
            out.finish().with_context(|| "the answer cannot be written")?;
        }
        summary.tell(&target.description, self.threshold, begun.elapsed(), talk);
        if summary.nothing_was_read() {
            return Ok(Exit::No);
        }
        kept.map_or(Ok(Exit::Ok), |kept| kept.finish(&target, talk))
    }
}
