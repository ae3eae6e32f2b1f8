//! A reading watched: drawn on a terminal, its faults told, stopped by Ctrl-C.

use std::cell::Cell;

use crate::face::cli::progress::Bars;
use crate::face::cli::talk::{Talk, thousands};
use crate::ingest::Progress;
use crate::link::target::{Refused, Watch};

/// So many faults are named, the others counted.
const NAMED: u64 = 10;

/// Watches a target being read.
pub(super) struct Reading {
    bars: Bars,
    talk: Talk,
    records: Cell<u64>,
    faults: Cell<u64>,
}

impl Reading {
    pub(super) fn new(talk: Talk, name: &str) -> Self {
        let bars = Bars::new(talk);
        bars.stage(&format!("{name}: records"), None);
        Self { bars, talk, records: Cell::default(), faults: Cell::default() }
    }

    /// Takes away what was drawn, and gives the number of faults.
    pub(super) fn finished(self) -> u64 {
        self.bars.finished();
        let faults = self.faults.get();
        if faults > NAMED {
            self.talk.say(format_args!("... and {} more", thousands(faults - NAMED)));
        }
        faults
    }
}

impl Watch for Reading {
    fn read(&self, records: u64, bytes: u64, of: u64) {
        self.bars.advance(records - self.records.replace(records));
        if of > 0 {
            self.bars.read(bytes, of);
        }
    }

    fn fault(&self, refused: &Refused) {
        self.faults.set(self.faults.get() + 1);
        if self.faults.get() <= NAMED {
            self.talk.say(refused);
        }
    }

    fn cancelled(&self) -> bool {
        self.bars.cancelled()
    }
}
