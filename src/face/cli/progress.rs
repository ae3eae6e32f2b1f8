//! How far a load is, drawn on stderr when that is a terminal.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt;
use super::talk::Talk;
use crate::ingest::Progress;

/// A bar for each stage of a load, one after the other.
pub(super) struct Bars {
    drawn: bool,
    bar: Mutex<ProgressBar>,
}

impl Bars {
    pub(super) fn new(talk: Talk) -> Self {
        // From here on Ctrl-C is asked for by `cancelled`, so that the load is rolled back.
        interrupt::token();
        Self { drawn: talk.draws(), bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn with(&self, act: impl FnOnce(&mut ProgressBar)) {
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Progress for Bars {
    fn stage(&self, name: &str, total: Option<u64>) {
        if !self.drawn {
            return;
        }
        let (new, template) = match total {
            Some(total) => (ProgressBar::new(total), "{msg:32} {bar:30} {human_pos}/{human_len}"),
            None => (ProgressBar::new_spinner(), "{msg:32} {spinner} {human_pos}"),
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        self.with(|bar| {
            bar.finish_and_clear();
            *bar = new.with_style(style).with_message(name.to_owned());
            bar.enable_steady_tick(Duration::from_millis(120));
        });
    }

    fn advance(&self, rows: u64) {
        self.with(|bar| bar.inc(rows));
    }

    fn finished(&self) {
        self.with(|bar| bar.finish_and_clear());
    }

    fn cancelled(&self) -> bool {
        interrupt::asked()
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.with(|bar| bar.finish_and_clear());
    }
}
