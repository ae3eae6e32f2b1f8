//! What is said to people, on stderr: stdout belongs to the data.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

/// How much is said, and whether it may be coloured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Talk {
    pub(super) quiet: bool,
}

impl Talk {
    /// Says something that can be left out.
    pub(super) fn say(self, what: impl Display) {
        if !self.quiet {
            // Where stderr is closed there is no one to tell.
            let _ = writeln!(io::stderr(), "{what}");
        }
    }

    /// Says what went wrong, which is never left out.
    #[expect(clippy::unused_self, reason = "who talks may say this, as the rest")]
    pub(super) fn complain(self, what: impl Display) {
        let (red, plain) = if may_colour(&io::stderr()) { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let _ = writeln!(io::stderr(), "{red}error:{plain} {what}");
    }

    /// Whether progress may be drawn.
    pub(super) fn draws(self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }
}

/// Colours are for terminals, unless `NO_COLOR` (<https://no-color.org>) or a dumb terminal says otherwise.
pub(super) fn may_colour(stream: &impl IsTerminal) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// `count` with its thousands set apart: `1,234,567`.
pub(super) fn thousands(count: impl TryInto<u64>) -> String {
    let digits = count.try_into().unwrap_or(u64::MAX).to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 row`, `1,234 rows`.
pub(super) fn count(number: usize, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", thousands(number as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(thousands(0_u64), "0");
        assert_eq!(thousands(999_u64), "999");
        assert_eq!(thousands(1_234_567_u64), "1,234,567");
        assert_eq!(count(1, "row"), "1 row");
        assert_eq!(count(1_000, "row"), "1,000 rows");
    }
}
