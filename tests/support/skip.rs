//! A test that cannot run here says so by name.

use std::io::Write;

/// Writes past the test harness, which keeps what a passing test prints to itself.
pub(crate) fn skipped(test: &str, why: &str) {
    writeln!(std::io::stderr(), "\nskipped: {test} ({why})").expect("stderr can be written");
}
