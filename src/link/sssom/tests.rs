use proptest::prelude::*;

use super::*;
use crate::link::identifier::Kind;

const HEAD: &str = "#curie_map:\n#  a: https://example.org/a/\n#  b: https://example.org/b/\n#mapping_set_id: https://example.org/set\n\
                    #license: https://creativecommons.org/publicdomain/zero/1.0/\n#sssom_version: \"1.1\"\n";
const COLUMNS: &str = "subject_id\tpredicate_id\tobject_id\tmapping_justification";
const ROW: &str = "a:1\tskos:exactMatch\tb:1\tsemapv:LexicalMatching";

/// What is wrong with a file of one row, as it is told.
fn faults(head: &str, more: &str, row: &str) -> Vec<String> {
    let found = read("f", &format!("{head}{COLUMNS}{more}\n{row}\n"));
    found.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn a_right_set_has_no_faults() {
    assert_eq!(faults(HEAD, "", ROW), [""; 0]);
    assert_eq!(
        faults(
            HEAD,
            "\tsubject_type\tsubject_label",
            "\tskos:exactMatch\tb:1\tsemapv:LexicalMatching\trdfs literal\tA"
        ),
        [""; 0]
    );
    assert_eq!(
        faults(HEAD, "\tmapping_cardinality", "a:1\tskos:exactMatch\tsssom:NoTermFound\tsemapv:LexicalMatching\t1:0"),
        [""; 0]
    );
}

#[test]
fn each_fault_says_where_it_is_and_what_would_be_right() {
    let cell = |column: &str, value: &str| faults(HEAD, &format!("\t{column}"), &format!("{ROW}\t{value}"));
    for (found, expected) in [
        (cell("confidence", "high"), "f:8: confidence: it is no number; write one such as 0.95"),
        (cell("confidence", "1.01"), "f:8: confidence: it lies outside 0 to 1"),
        (cell("mapping_date", "2026-02-30"), "f:8: mapping_date: it is no day of the calendar, such as 2026-07-01"),
        (
            cell("predicate_modifier", "not"),
            "f:8: predicate_modifier: it is none of the values that the slot may have: Not",
        ),
        (cell("license", "CC0"), "f:8: license: it is no URI with its scheme, such as https://example.org/"),
        (
            cell("author_id", "ada"),
            "f:8: author_id: it is no CURIE; write a prefix, a colon and the rest, such as ror:04vnq7t77",
        ),
        (
            cell("author_id", "aa:1"),
            "f:8: author_id: the prefix \"aa\" is not declared; add it to the curie_map with the IRI that it stands for; did you mean a?",
        ),
        (cell("author_id", "https://example.org/a/7"), "f:8: author_id: an IRI where a CURIE is asked for; write a:7"),
        (
            cell("author_id", "a:<7>"),
            "f:8: author_id: it stands for https://example.org/a/<7>, which is no IRI; mend the curie_map or the identifier",
        ),
        (cell("review_date", "2026-07-01"), "f:8: review_date: it asks for reviewer_id or reviewer_label too"),
        (
            cell("mapping_cardinality", "1:0"),
            "f:8: mapping_cardinality: a side of 0 goes with object_id sssom:NoTermFound and with nothing else",
        ),
        (
            cell("predicate_type", "rdfs literal"),
            "f:8: predicate_type: a predicate is neither a literal nor a composed expression",
        ),
        (
            cell("confidense", "1"),
            "f:7: confidense: SSSOM has no such slot, so it is passed over; a column of your own is declared under extension_definitions; did you mean confidence?",
        ),
        (cell("mapping_set_title", "x"), "f:7: mapping_set_title: a mapping cannot have this slot; it is passed over"),
        (cell("subject_id", "a:2"), "f:7: subject_id: the column is there already; the second is passed over"),
        (
            faults(HEAD, "", &format!("{ROW}\textra")),
            "f:8: the row has 5 cells and the header 4; put a value with a tab in it into double quotes",
        ),
        (faults(HEAD, "", "a:1\tskos:exactMatch\t\tsemapv:LexicalMatching"), "f:8: object_id: it has to have a value"),
        (
            faults(HEAD, "", "a:1\tskos:exactMatch\tb:1\tsemapv:LexicalMatch"),
            "f:8: mapping_justification: it is no justification of the semantic mapping vocabulary; did you mean semapv:LexicalMatching?",
        ),
        (
            faults(&HEAD.replace("a: https", "skos: https"), "", "b:1\tb:2\tb:3\tsemapv:LexicalMatching"),
            "f:2: curie_map: the prefix is built in and stands for http://www.w3.org/2004/02/skos/core#; take another name",
        ),
        (
            faults(&HEAD.replace("#license", "#licence"), "", ROW),
            "f:5: licence: SSSOM has no such slot, so it is passed over; a column of your own is declared under extension_definitions; did you mean license?",
        ),
        (
            faults(&HEAD.replace("#sssom_version: \"1.1\"\n", "#mapping_set_confidence: 0.5\n"), "", ROW),
            "f:6: mapping_set_confidence: the slot came with version 1.1; say sssom_version: \"1.1\"",
        ),
    ] {
        assert_eq!(found.first().map(String::as_str), Some(expected));
    }
    assert!(
        faults(&HEAD.replace("#license: h", "#license: [h"), "", ROW)[0]
            .starts_with("f:5: the metadata cannot be read: ")
    );
    assert_eq!(read("f", HEAD).faults[0].problem, Problem::NoTable);
    let marked = read("f", &format!("\u{feff}{HEAD}{COLUMNS}\n{ROW}\n"));
    assert!(marked.is_valid() && marked.faults[0].problem == Problem::Mark && marked.set.mappings.len() == 1);
}

#[test]
fn lists_are_parted_and_escaped_as_the_standard_says() {
    let row = format!("{ROW}\tAlice\\|Bob|Charlie\n{ROW}\tAlice\\\\Bob|Charlie\\\\|David\\\\\\|Eve\\\\\n");
    let found = read("f", &format!("{HEAD}{COLUMNS}\tauthor_label\n{row}"));
    let authors = |row: usize| found.set.mappings[row].values(Slot::AuthorLabel).collect::<Vec<_>>();
    assert_eq!(authors(0), ["Alice|Bob", "Charlie"]);
    assert_eq!(authors(1), ["Alice\\Bob", "Charlie\\", "David\\|Eve\\"]);
    // Rows are written in order.
    let mut sorted = found.set.clone();
    sorted.mappings.reverse();
    assert_eq!(read("f", &write(&found.set)).set, sorted);
}

#[test]
fn a_value_that_yaml_takes_for_a_number_stays_what_it_is() {
    let found = read("f", &format!("{HEAD}#mapping_set_version: 0.10\n#creator_label: Ada\n{COLUMNS}\n"));
    assert_eq!(found.set.slots.get(Slot::MappingSetVersion), Some("0.10"));
    assert_eq!(found.set.slots.get(Slot::CreatorLabel), Some("Ada"));
    assert!(found.is_valid(), "{:?}", found.faults);
}

#[test]
fn declared_extensions_are_passed_over_without_a_word() {
    let head = format!("{HEAD}#extension_definitions:\n#  - slot_name: ext_score\n#    property: a:score\n");
    assert_eq!(faults(&head, "\text_score", &format!("{ROW}\t7")), [""; 0]);
    assert_eq!(faults(HEAD, "\text_score", &format!("{ROW}\t7")).len(), 1);
}

/// The example of the standard's section on RDF, without its extension.
#[test]
fn the_standards_example_in_rdf() {
    let text = "#curie_map:\n#  FOODON: http://purl.obolibrary.org/obo/FOODON_\n#  KF_FOOD: https://kewl-foodie.inc/food/\n#  ORCID: https://orcid.org/\n\
        #mapping_set_id: https://example.org/sample-set\n#license: https://creativecommons.org/licenses/by/4.0/\n#mapping_date: 2025-07-14\n\
        subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tauthor_id\tconfidence\n\
        KF_FOOD:F001\tapple\tskos:exactMatch\tFOODON:00002473\tapple (whole)\tsemapv:ManualMappingCuration\tORCID:0000-0002-7356-1779\t0.95\n";
    let mut found = read("f", text);
    assert_eq!(found.faults, []);
    found.set.propagate();
    let mut lines = Vec::new();
    triples(&found.set, Plain::Left, |triple| lines.push(triple.to_string())).unwrap();
    let node = lines[2].rsplit(' ').next().unwrap().to_owned();
    let lines: Vec<String> = lines.iter().map(|line| line.replace(&node, "_:m")).collect();
    assert_eq!(
        lines,
        [
            "<https://example.org/sample-set> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/sssom/MappingSet>",
            "<https://example.org/sample-set> <http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/>",
            "<https://example.org/sample-set> <https://w3id.org/sssom/mappings> _:m",
            "_:m <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2002/07/owl#Axiom>",
            "_:m <http://www.w3.org/2002/07/owl#annotatedSource> <https://kewl-foodie.inc/food/F001>",
            "_:m <https://w3id.org/sssom/subject_label> \"apple\"",
            "_:m <http://www.w3.org/2002/07/owl#annotatedProperty> <http://www.w3.org/2004/02/skos/core#exactMatch>",
            "_:m <http://www.w3.org/2002/07/owl#annotatedTarget> <http://purl.obolibrary.org/obo/FOODON_00002473>",
            "_:m <https://w3id.org/sssom/object_label> \"apple (whole)\"",
            "_:m <https://w3id.org/sssom/mapping_justification> <https://w3id.org/semapv/vocab/ManualMappingCuration>",
            "_:m <http://purl.org/pav/authoredBy> <https://orcid.org/0000-0002-7356-1779>",
            "_:m <http://purl.org/dc/terms/created> \"2025-07-14\"^^<http://www.w3.org/2001/XMLSchema#date>",
            "_:m <https://w3id.org/sssom/confidence> \"0.95\"^^<http://www.w3.org/2001/XMLSchema#double>",
        ]
    );
}

#[test]
fn nothing_plain_is_said_of_what_is_negated_or_has_no_match() {
    let said = |row: &str, column: &str| {
        let found = read("f", &format!("{HEAD}{COLUMNS}{column}\n{row}\n"));
        let mut plain = 0;
        triples(&found.set, Plain::Said, |triple| {
            plain += usize::from(triple.predicate.as_str().contains("skos/core#"));
        })
        .unwrap();
        plain
    };
    assert_eq!(said(ROW, ""), 1);
    assert_eq!(said(&format!("{ROW}\tNot"), "\tpredicate_modifier"), 0);
    assert_eq!(said("a:1\tskos:exactMatch\tsssom:NoTermFound\tsemapv:LexicalMatching", ""), 0);
}

#[test]
fn only_an_accepted_hard_identifier_is_the_same() {
    let states = [State::Proposed, State::Accepted, State::Rejected];
    let likenesses = [0.0, 0.5, 0.9, 0.999, 1.0].map(Evidence::Likeness);
    for evidence in Kind::ALL.map(Evidence::Identifier).into_iter().chain(likenesses) {
        for state in states {
            let hard = matches!(evidence, Evidence::Identifier(kind) if kind.is_hard());
            assert_eq!(
                predicate(evidence, state) == Predicate::SameAs,
                hard && state == State::Accepted,
                "{evidence:?} {state:?}"
            );
        }
    }
}

#[test]
fn every_state_is_read_again_from_a_file_and_is_right_by_the_standard() {
    let by = Reviewer::Id("a:ada".to_owned());
    for state in [State::Proposed, State::Accepted, State::Rejected] {
        let mut set = read("f", &format!("{HEAD}{COLUMNS}\n")).set;
        let mut mapping = Mapping::proposed("a:1", "b:1", Evidence::Likeness(0.75));
        mapping.review(state, Evidence::Likeness(0.75), &by, "2026-07-01".parse().unwrap());
        set.mappings.push(mapping);
        let again = read("f", &write(&set));
        assert_eq!((again.faults, again.set.mappings[0].state()), (vec![], state));
    }
}

proptest! {
    /// Whatever values a set has, its canonical form is read as the same set, and said again the same.
    #[test]
    fn what_is_written_is_read_again(
        label in "[^\\x00\\r]{0,12}",
        title in "[ -~äß]{0,12}",
        authors in prop::collection::vec("[a-z|\\\\ ]{1,5}", 0..3),
        version in "[0-9.]{1,4}|yes|~|- a|a: b|#x",
    ) {
        let mut set = read("f", &format!("{HEAD}{COLUMNS}\n{ROW}\n")).set;
        set.slots.set(Slot::MappingSetTitle, title.as_str());
        set.slots.set(Slot::MappingSetVersion, version.as_str());
        set.mappings[0].set(Slot::SubjectLabel, label.as_str());
        for author in &authors {
            set.mappings[0].add(Slot::AuthorLabel, author.as_str());
        }
        let text = write(&set);
        let again = read("f", &text);
        prop_assert_eq!(&again.set, &set);
        prop_assert_eq!(write(&again.set), text);
    }

    /// No text makes the reader panic.
    #[test]
    fn any_text_is_read(text in "(#?[a-z_]{0,12}:? ?[\\PC\t]{0,10}\n){0,6}") {
        let _ = read("f", &text);
    }
}
