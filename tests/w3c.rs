//! The W3C's SPARQL 1.0, 1.1 and 1.2 suites: queries, updates, syntax and results, on milieu and on Oxigraph's own memory store as
//! the oracle. What fails is listed in `w3c/failures.tsv` with its reason; a failure that is not listed and a listed one that
//! passes both fail here. `docs/conformance.md` has the figures.
//!
//! The suites are looked for in the folder named by `MILIEU_SHARED_DATA`, else in `../shared/data`; where they are not, each test is
//! skipped by name.

#[path = "support/skip.rs"]
mod skip;

#[path = "w3c/answer.rs"]
mod answer;
#[path = "w3c/computed.rs"]
mod computed;
#[path = "w3c/engine.rs"]
mod engine;
#[path = "w3c/failures.rs"]
mod failures;
#[path = "w3c/manifest.rs"]
mod manifest;
#[path = "w3c/matching.rs"]
mod matching;
#[path = "w3c/outcome.rs"]
mod outcome;
#[path = "w3c/place.rs"]
mod place;
#[path = "w3c/report.rs"]
mod report;
#[path = "w3c/result_set.rs"]
mod result_set;
#[path = "w3c/run.rs"]
mod run;
#[path = "w3c/value.rs"]
mod value;

use manifest::Kind;
use milieu::sparql::Way;

/// A test for each suite and kind, and the list of them, so that a kind that turns up in a suite cannot go unrun.
macro_rules! tests {
    ($($name:ident = $suite:literal, $kind:ident);* $(;)?) => {
        $(
            #[test]
            fn $name() {
                outcome::check(stringify!($name), $suite, Kind::$kind);
            }
        )*
        const RUN: &[(usize, Kind)] = &[$(($suite, Kind::$kind)),*];
    };
}

tests! {
    sparql10_query_evaluation = 0, QueryEvaluation;
    sparql10_positive_syntax = 0, PositiveSyntax;
    sparql10_negative_syntax = 0, NegativeSyntax;
    sparql11_query_evaluation = 1, QueryEvaluation;
    sparql11_csv_results = 1, CsvResults;
    sparql11_positive_syntax = 1, PositiveSyntax;
    sparql11_negative_syntax = 1, NegativeSyntax;
    sparql11_update_evaluation = 1, UpdateEvaluation;
    sparql11_positive_update_syntax = 1, PositiveUpdateSyntax;
    sparql11_negative_update_syntax = 1, NegativeUpdateSyntax;
    sparql12_query_evaluation = 2, QueryEvaluation;
    sparql12_positive_syntax = 2, PositiveSyntax;
    sparql12_negative_syntax = 2, NegativeSyntax;
    sparql12_update_evaluation = 2, UpdateEvaluation;
    sparql12_positive_update_syntax = 2, PositiveUpdateSyntax;
    sparql12_negative_update_syntax = 2, NegativeUpdateSyntax;
}

#[test]
fn every_case_is_run_by_one_of_these_tests_and_every_known_failure_is_a_case() {
    let mut known = failures::known();
    for (number, (name, _)) in outcome::SUITES.iter().enumerate() {
        let Some(cases) = outcome::suite(number) else {
            return skip::skipped("every_case_is_run", "the W3C suites are not here");
        };
        assert!(cases.len() > 200, "{name} has only {} cases", cases.len());
        for case in cases {
            assert!(RUN.contains(&(number, case.kind)), "{}: no test runs {}", case.id, case.kind.name());
            known.remove(case.id.as_str());
        }
    }
    assert!(known.is_empty(), "failures.tsv lists what is no case: {:?}", known.keys());
}

#[test]
fn both_ways_pass_and_fail_the_same_queries() {
    let run = |case, way| run::run(case, &engine::Milieu { way });
    for number in 0..outcome::SUITES.len() {
        let Some(cases) = outcome::suite(number) else {
            return skip::skipped("both_ways_pass_and_fail_the_same_queries", "the W3C suites are not here");
        };
        for case in cases.iter().filter(|case| matches!(case.kind, Kind::QueryEvaluation | Kind::CsvResults)) {
            let (columns, evaluator) = (run(case, Way::Columns), run(case, Way::Evaluator));
            assert_eq!(columns.is_ok(), evaluator.is_ok(), "{}: {columns:?}, {evaluator:?}", case.id);
        }
    }
}

#[test]
fn the_documented_figures_are_those_of_this_run() {
    let Some(section) = report::section() else {
        return skip::skipped("the_documented_figures_are_those_of_this_run", "the W3C suites are not here");
    };
    println!("{section}");
    let documented = include_str!("../docs/conformance.md");
    assert!(documented.ends_with(&section), "docs/conformance.md ends in other figures; what is right stands above");
}
