//! How far a load is, drawn on stderr when that is a terminal.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::interrupt;
use super::talk::Talk;
use crate::ingest::Progress;

/// Rows of so many.
const ROWS: &str = "{msg:32} {bar:30} {human_pos}/{human_len}";
/// Rows, nobody knows of how many.
const UNKNOWN: &str = "{msg:32} {spinner} {human_pos}";
/// Bytes of so many.
const BYTES: &str = "{msg} {wide_bar} {percent:>3} % of {total_bytes}, {bytes_per_sec}, {eta} left";

/// A bar for each stage of a load, one after the other.
pub(super) struct Bars {
    drawn: bool,
    shown: Mutex<Shown>,
}

struct Shown {
    bar: ProgressBar,
    counts: Counts,
}

/// What the bar counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Rows,
    /// Rows until someone tells of bytes: those say how much is still to come.
    RowsOrBytes,
    Bytes,
}

impl Bars {
    pub(super) fn new(talk: Talk) -> Self {
        // From here on Ctrl-C is asked for by `cancelled`, so that the load is rolled back.
        interrupt::token();
        Self::drawn(talk.draws())
    }

    fn drawn(drawn: bool) -> Self {
        Self { drawn, shown: Mutex::new(Shown { bar: ProgressBar::hidden(), counts: Counts::Rows }) }
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

impl Progress for Bars {
    fn stage(&self, name: &str, total: Option<u64>) {
        if !self.drawn {
            return;
        }
        let (bar, template, counts) = match total {
            Some(total) => (ProgressBar::new(total), ROWS, Counts::Rows),
            None => (ProgressBar::new_spinner(), UNKNOWN, Counts::RowsOrBytes),
        };
        let mut shown = self.shown();
        shown.bar.finish_and_clear();
        *shown = Shown { bar: bar.with_style(style(template)).with_message(name.to_owned()), counts };
        shown.bar.enable_steady_tick(Duration::from_millis(120));
    }

    fn advance(&self, rows: u64) {
        let shown = self.shown();
        if shown.counts != Counts::Bytes {
            shown.bar.inc(rows);
        }
    }

    fn read(&self, bytes: u64, of: u64) {
        let mut shown = self.shown();
        if shown.counts == Counts::RowsOrBytes {
            shown.bar.set_style(style(BYTES));
            shown.bar.set_length(of);
            // What other stages read before this one tells nothing of its speed.
            shown.bar.set_position(bytes);
            shown.bar.reset_eta();
            shown.counts = Counts::Bytes;
        }
        if shown.counts == Counts::Bytes {
            shown.bar.set_position(bytes);
        }
    }

    fn finished(&self) {
        self.shown().bar.finish_and_clear();
    }

    fn cancelled(&self) -> bool {
        interrupt::asked()
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.finished();
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::Arc;

    use indicatif::{ProgressDrawTarget, TermLike};

    use super::*;

    /// A terminal of 80 columns that keeps what is written to it.
    #[derive(Clone, Debug, Default)]
    struct Terminal(Arc<Mutex<String>>);

    impl TermLike for Terminal {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            self.0.lock().unwrap().push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> io::Result<()> {
            Ok(())
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is drawn of one stage.
    fn drawn(total: Option<u64>, act: impl FnOnce(&Bars)) -> String {
        let terminal = Terminal::default();
        let bars = Bars::drawn(true);
        bars.stage("world: statements", total);
        bars.shown().bar.disable_steady_tick();
        bars.shown().bar.set_draw_target(ProgressDrawTarget::term_like(Box::new(terminal.clone())));
        act(&bars);
        bars.shown().bar.force_draw();
        terminal.0.lock().unwrap().trim().to_owned()
    }

    #[test]
    fn bytes_are_shown_as_a_share_with_a_rate_and_the_time_left() {
        let line = drawn(None, |bars| {
            bars.read(0, 4 << 20);
            std::thread::sleep(Duration::from_millis(30));
            bars.advance(7_000);
            bars.read(1 << 20, 4 << 20);
        });
        let last = line.rsplit("world: statements").next().unwrap();
        assert!(last.contains(" 25 % of 4.00 MiB, ") && last.contains("/s, ") && last.ends_with("s left"), "{line}");
    }

    #[test]
    fn rows_are_shown_where_their_number_is_known_or_no_size_is() {
        let known = drawn(Some(2_000), |bars| {
            bars.advance(1_500);
            bars.read(1 << 20, 1 << 20);
        });
        assert!(known.ends_with("1,500/2,000"), "{known}");
        let unknown = drawn(None, |bars| bars.advance(1_500));
        assert!(unknown.ends_with("1,500"), "{unknown}");
    }
}
