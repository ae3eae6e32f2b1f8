//! What is said of a table that was linked.

use std::fmt::Display;
use std::time::Duration;

use crate::face::cli::talk::{Talk, count, thousands};
use crate::link::decision::LinkOptions;
use crate::link::table::{LinkedRow, Verdict};
use crate::link::target::Description;

/// So many of what was left aside are named, the others counted.
const NAMED: u64 = 10;

/// Counts.
#[derive(Debug, Default)]
pub(super) struct Summary {
    linked: usize,
    several: usize,
    unsure: usize,
    none: usize,
    refused: u64,
    left_aside: u64,
}

impl Summary {
    pub(super) fn add(&mut self, row: &LinkedRow, talk: Talk) {
        match row.answer.verdict {
            Verdict::Linked => self.linked += 1,
            Verdict::Several => self.several += 1,
            Verdict::Unsure => self.unsure += 1,
            Verdict::None => self.none += 1,
        }
        for refused in &row.left_aside {
            self.left_aside += 1;
            if self.left_aside <= NAMED {
                talk.say(format_args!("{refused}; linked without it"));
            }
        }
    }

    pub(super) fn refuse(&mut self, refused: impl Display, talk: Talk) {
        self.refused += 1;
        if self.refused <= NAMED {
            talk.say(format_args!("{refused}; the row is left out"));
        }
    }

    /// Whether there were rows, and none of them could be read.
    pub(super) fn nothing_was_read(&self) -> bool {
        self.refused > 0 && self.rows() == 0
    }

    fn rows(&self) -> usize {
        self.linked + self.several + self.unsure + self.none
    }

    pub(super) fn tell(&self, target: &Description, options: LinkOptions, took: Duration, talk: Talk) {
        let more = |all: u64, what: &str| {
            if all > NAMED {
                talk.say(format_args!("... and {} more {what}", thousands(all - NAMED)));
            }
        };
        more(self.left_aside, "values that were left aside");
        more(self.refused, "rows that were left out");
        talk.say(format_args!(
            "{}: {} linked, {} naming several, {} unsure, {} not in {}; {} left out.",
            count(self.rows(), "row"),
            thousands(self.linked as u64),
            thousands(self.several as u64),
            thousands(self.unsure as u64),
            thousands(self.none as u64),
            target.name,
            thousands(self.refused)
        ));
        talk.say(format_args!(
            "{:.1} s with {} of {}; a link is at least {:.2} sure.",
            took.as_secs_f32(),
            count(usize::try_from(target.records).unwrap_or(usize::MAX), "record"),
            target.version.as_ref().map_or_else(|| target.name.clone(), |version| format!("{} {version}", target.name)),
            options.threshold
        ));
        if self.unsure + self.several > 0 {
            talk.say(
                "Next: read the rows that are unsure or several; the record that comes nearest stands in next_id.",
            );
        }
    }
}
