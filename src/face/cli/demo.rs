//! `milieu demo`

use anyhow::Result;
use clap::Args;

use super::exit::Exit;
use super::progress::Bars;
use super::serve::{Place, serve_demo};
use super::talk::{Talk, thousands};
use crate::ingest::Load;
use crate::store::Store;

/// Load what ships with milieu, and serve it
///
/// The paper's ten clusters, its theories and claims; the US cluster map of 2016; participation in Horizon 2020 and the Seventh
/// Framework Programme; regions, countries, cities and industries. In memory: nothing is written, and no network is needed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  milieu demo
  milieu demo --open
  milieu demo --port 0 --toy")]
pub(super) struct Demo {
    #[command(flatten)]
    place: Place,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Only a small world drawn by hand, which loads at once
    #[arg(long)]
    toy: bool,
}

impl Demo {
    pub(super) fn run(self, talk: Talk) -> Result<Exit> {
        let store = Store::new();
        let bars = Bars::new(talk);
        let load = Load::new(&store).progress(&bars);
        let begun = std::time::Instant::now();
        let reports = if self.toy { load.toy() } else { load.demo() }?;
        drop(bars);
        let quads = store.snapshot().len() as u64;
        talk.say(format_args!(
            "{} quads in {} graphs, loaded in {:.1} s",
            thousands(quads),
            reports.len(),
            begun.elapsed().as_secs_f64()
        ));
        serve_demo(store, &self.place, talk, |page| {
            if self.open && open::that_detached(page).is_err() {
                talk.say(format_args!("No browser could be opened: go to {page}"));
            }
        })
    }
}
