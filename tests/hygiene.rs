//! The rules of `ontology/hygiene/`, each a SPARQL query whose rows are faults: over the project as it is, and over a world with a
//! fault for every rule, so that no rule can be dead.

#[path = "hygiene/world.rs"]
mod world;

use std::collections::BTreeSet;
use std::fs;

use milieu::model::Term;
use milieu::sparql::{self, QueryOptions, QueryResults};
use milieu::{Snapshot, vocab};
use world::{faulty, folder, project};

/// A rule by its name: none of its rows over the project if it is an ERROR, and the planted fault among them.
macro_rules! rules {
    ($($name:ident = $file:literal),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                clean($file);
                alive($file);
            }
        )*
        const RULES: &[&str] = &[$($file),*];
    };
}

rules! {
    claim_unknown_view = "claim-unknown-view", claim_without_view = "claim-without-view", claim_without_work = "claim-without-work",
    class_without_parent = "class-without-parent", concept_adrift = "concept-adrift", concept_cycle = "concept-cycle",
    concept_without_scheme = "concept-without-scheme", concept_without_type = "concept-without-type",
    definition_shared = "definition-shared", definition_style = "definition-style", deprecated_in_use = "deprecated-in-use",
    deprecated_without_heir = "deprecated-without-heir", disjoint_clash = "disjoint-clash", label_language = "label-language",
    label_space = "label-space", label_twice = "label-twice", missing_definition = "missing-definition",
    missing_example = "missing-example", missing_label = "missing-label", missing_preferred_label = "missing-preferred-label",
    missing_source = "missing-source", name_rule = "name-rule", namespace_misuse = "namespace-misuse",
    not_defined_here = "not-defined-here", property_two_kinds = "property-two-kinds", property_without_ends = "property-without-ends",
    scheme_label_twice = "scheme-label-twice", scheme_notation_twice = "scheme-notation-twice", scheme_without_top = "scheme-without-top",
    undeclared_concept = "undeclared-concept", undeclared_mention = "undeclared-mention",
    undeclared_mention_reused = "undeclared-mention-reused", undeclared_reused = "undeclared-reused", undeclared_term = "undeclared-term",
    unused_reused = "unused-reused", unused_term = "unused-term", work_unknown = "work-unknown",
}

/// The rows of a rule, each as one line, and the term that each accuses.
fn rows(rule: &str, snapshot: &Snapshot) -> Vec<(String, String)> {
    let text = fs::read_to_string(folder("ontology/hygiene").join(format!("{rule}.rq"))).unwrap();
    let results =
        sparql::query(snapshot, &text, &QueryOptions::default()).unwrap_or_else(|error| panic!("{rule}: {error}"));
    let QueryResults::Solutions(solutions) = results else { panic!("{rule} is no SELECT") };
    let row = |solution: milieu::sparql::QuerySolution| {
        let accused = match solution.get("term") {
            Some(Term::NamedNode(node)) => node.as_str().to_owned(),
            other => panic!("{rule}: ?term is {other:?}"),
        };
        let cells: Vec<String> = solution.iter().map(|(variable, term)| format!("{variable} {term}")).collect();
        (accused, cells.join("  "))
    };
    solutions.map(|solution| row(solution.unwrap())).collect()
}

fn severities() -> Vec<(String, String)> {
    let profile = fs::read_to_string(folder("ontology/hygiene").join("profile.tsv")).unwrap();
    let pair = |line: &str| line.split_once('\t').map(|(rule, severity)| (rule.to_owned(), severity.trim().to_owned()));
    profile.lines().skip(1).filter_map(pair).collect()
}

fn clean(rule: &str) {
    let faults = rows(rule, project());
    let lines: Vec<&str> = faults.iter().map(|(_, line)| line.as_str()).collect();
    let severity = severities().into_iter().find(|(name, _)| name == rule).map(|(_, severity)| severity);
    match severity.as_deref() {
        Some("ERROR") => assert!(lines.is_empty(), "{rule}: {} faults\n{}", lines.len(), lines.join("\n")),
        Some("WARN" | "INFO") => lines.iter().for_each(|line| println!("{rule}: {line}")),
        other => panic!("{rule}: the profile says {other:?}"),
    }
}

/// The planted fault is found, and it is the planting that is found: the project alone does not have it.
fn alive(rule: &str) {
    let planted = planted()
        .into_iter()
        .find(|(name, _)| name == rule)
        .unwrap_or_else(|| panic!("no fault is planted for {rule}"))
        .1;
    let accused: BTreeSet<String> = rows(rule, faulty()).into_iter().map(|(term, _)| term).collect();
    assert!(accused.contains(&planted), "{rule} does not find {planted}; it finds {accused:?}");
    assert!(!rows(rule, project()).iter().any(|(term, _)| *term == planted), "{planted} is not a planted fault");
}

/// The table in the head of `faulty.trig`: a rule, and the term that it is to accuse.
fn planted() -> Vec<(String, String)> {
    let text = world::FAULTY;
    let namespace = |prefix: &str| {
        let declared = format!("@prefix {prefix}: <");
        let at = text.find(&declared).map(|at| &text[at + declared.len()..]);
        at.and_then(|rest| rest.split('>').next()).map(str::to_owned)
    };
    let row = |line: &str| {
        let mut words = line.strip_prefix("#   ")?.split_whitespace();
        let (rule, name) = (words.next()?, words.next()?);
        let (prefix, local) = name.split_once(':')?;
        Some((rule.to_owned(), format!("{}{local}", namespace(prefix)?)))
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn folder_profile_tests_and_plantings_name_the_same_rules() {
    let files = fs::read_dir(folder("ontology/hygiene")).unwrap().filter_map(|entry| {
        let name = entry.unwrap().file_name().into_string().unwrap();
        name.strip_suffix(".rq").map(str::to_owned)
    });
    let files: BTreeSet<String> = files.collect();
    let tested: BTreeSet<String> = RULES.iter().map(|rule| (*rule).to_owned()).collect();
    assert_eq!(files, tested, "the list in this file");
    assert_eq!(files, severities().into_iter().map(|(rule, _)| rule).collect(), "profile.tsv");
    assert_eq!(files, planted().into_iter().map(|(rule, _)| rule).collect(), "the head of faulty.trig");
}

#[test]
fn every_rule_says_what_it_is_for() {
    for rule in RULES {
        let text = fs::read_to_string(folder("ontology/hygiene").join(format!("{rule}.rq"))).unwrap();
        for part in ["# Title: ", "# Problem: ", "# Principle: ", "# Solution: "] {
            assert!(text.contains(part), "{rule} has no {part:?}");
        }
    }
}

#[test]
fn the_project_is_all_there() {
    let count = |graph: &str| {
        let name = vocab::graph(graph);
        project().quads_for_pattern(None, None, None, Some(name.as_ref().into())).count()
    };
    assert!(count("ontology") > 3_000 && count("atlas") > 500, "{} {}", count("ontology"), count("atlas"));
    assert!(count("code") > 50 && count("views") > 100, "{} {}", count("code"), count("views"));
}
