//! What the cases of one suite and kind came to, each run once a process.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::OnceLock;

use crate::engine::{Milieu, Oxigraph};
use crate::failures::{Oracle, known};
use crate::manifest::{Case, Kind, cases};
use crate::place;
use crate::run::run;

pub(crate) const SUITES: [(&str, &str); 3] =
    [("sparql10", "SPARQL 1.0"), ("sparql11", "SPARQL 1.1"), ("sparql12", "SPARQL 1.2")];

/// One case on both engines.
pub(crate) struct Outcome {
    pub(crate) id: &'static str,
    pub(crate) milieu: Result<(), String>,
    pub(crate) oxigraph: Result<(), String>,
}

/// Every case of a suite; `None` when the data are not here.
pub(crate) fn suite(suite: usize) -> Option<&'static [Case]> {
    static CASES: [OnceLock<Vec<Case>>; SUITES.len()] = [const { OnceLock::new() }; SUITES.len()];
    let folder = place::folder()?;
    Some(CASES[suite].get_or_init(|| cases(&folder, SUITES[suite].0).unwrap_or_else(|error| panic!("{error}"))))
}

/// The outcomes of one suite and kind, in the order of the manifests; `None` when the data are not here.
pub(crate) fn outcomes(of: usize, kind: Kind) -> Option<&'static [Outcome]> {
    static KNOWN: [[OnceLock<Vec<Outcome>>; Kind::ALL.len()]; SUITES.len()] =
        [const { [const { OnceLock::new() }; Kind::ALL.len()] }; SUITES.len()];
    let cases = suite(of)?;
    let run = |case: &'static Case| Outcome {
        id: &case.id,
        milieu: run(case, &Milieu::default()),
        oxigraph: run(case, &Oxigraph),
    };
    let place = &KNOWN[of][Kind::ALL.iter().position(|known| *known == kind)?];
    Some(place.get_or_init(|| cases.iter().filter(|case| case.kind == kind).map(run).collect()))
}

/// Holds the outcomes of a suite and kind against the list of failures, and tells the figures.
pub(crate) fn check(test: &str, of: usize, kind: Kind) {
    let Some(outcomes) = outcomes(of, kind) else {
        return crate::skip::skipped(test, "the W3C suites are not in MILIEU_SHARED_DATA or ../shared/data");
    };
    assert!(!outcomes.is_empty(), "no {} in {}", kind.name(), SUITES[of].0);
    let known = known();
    let mut wrong = String::new();
    for Outcome { id, milieu, oxigraph } in outcomes {
        let listed = known.get(id).filter(|known| known.kind == kind);
        let oracle = if oxigraph.is_ok() { Oracle::Passes } else { Oracle::Fails };
        match (milieu, listed) {
            (Err(error), None) => write!(wrong, "\n{id} fails (Oxigraph {oracle:?}): {error}"),
            (Ok(()), Some(_)) => write!(wrong, "\n{id} passes and is listed in failures.tsv"),
            (Err(_), Some(listed)) if listed.oracle != oracle => {
                write!(wrong, "\n{id} is listed with another outcome of Oxigraph: {oxigraph:?}")
            }
            _ => Ok(()),
        }
        .expect("a string takes all that is written");
    }
    let (tests, milieu, oxigraph) = figures(outcomes);
    writeln!(
        std::io::stderr(),
        "\n{}, {}: {tests} tests, milieu {milieu} passed, {} failed; Oxigraph's own store {oxigraph} passed, {} failed",
        SUITES[of].1,
        kind.name(),
        tests - milieu,
        tests - oxigraph
    )
    .expect("stderr can be written");
    assert!(wrong.is_empty(), "{wrong}");
}

/// How many cases there are, how many milieu passes, and how many Oxigraph.
pub(crate) fn figures(outcomes: &[Outcome]) -> (usize, usize, usize) {
    let passed = |engine: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| engine(outcome)).count();
    (outcomes.len(), passed(|outcome| outcome.milieu.is_ok()), passed(|outcome| outcome.oxigraph.is_ok()))
}
