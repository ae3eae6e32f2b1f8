//! The figures and the failures as the documentation tells them.

use std::fmt::Write;

use crate::failures::known;
use crate::manifest::Kind;
use crate::outcome::{SUITES, figures, outcomes};

/// Why; looked at one by one.
const OXIGRAPH_ONLY: &str = "It rewrites numbers, booleans and dates as it stores them (`01` becomes `1`, `1.0e0` becomes `1`, `+00:00` \
                             becomes `Z`), so that different terms become one.";

/// The table and the lists of `docs/conformance.md`; `None` when the data are not here.
pub(crate) fn section() -> Option<String> {
    let mut table =
        String::from("| suite | tests | milieu passes | Oxigraph's own store passes |\n|---|---|---|---|\n");
    let mut sum = (0, 0, 0);
    let mut ahead = Vec::new();
    for (number, (_, name)) in SUITES.iter().enumerate() {
        for kind in Kind::ALL {
            let outcomes = outcomes(number, kind)?;
            if outcomes.is_empty() {
                continue;
            }
            let (tests, milieu, oxigraph) = figures(outcomes);
            line(&mut table, format_args!("| {name}, {} | {tests} | {milieu} | {oxigraph} |", kind.name()));
            sum = (sum.0 + tests, sum.1 + milieu, sum.2 + oxigraph);
            let only_milieu = outcomes.iter().filter(|outcome| outcome.milieu.is_ok() && outcome.oxigraph.is_err());
            ahead.extend(only_milieu.map(|outcome| format!("`{}`", outcome.id)));
        }
    }
    line(&mut table, format_args!("| all | {} | {} | {} |", sum.0, sum.1, sum.2));
    line(
        &mut table,
        format_args!("\n## What fails\n\n| test | kind | Oxigraph's own store | reason |\n|---|---|---|---|"),
    );
    for (test, known) in known() {
        let oracle = format!("{:?}", known.oracle).to_lowercase();
        let reason = known.reason.replace('|', "\\|");
        line(&mut table, format_args!("| `{test}` | {} | {oracle} | {reason} |", known.kind.name()));
    }
    line(
        &mut table,
        format_args!("\n## What fails on Oxigraph's own store only\n\n{OXIGRAPH_ONLY}\n\n{}", ahead.join(", ")),
    );
    Some(table)
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("a string takes all that is written");
}
