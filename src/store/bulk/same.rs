//! Lines say the same whether Oxigraph's parser reads them or this one: lines put together from odd parts, and the same with bytes
//! changed.

use std::collections::BTreeSet;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, Quad};
use proptest::prelude::*;
use proptest::sample::Index;

use super::{Chunk, Reading};
use crate::Store;

/// What lines say: the quads, how many statements, and of each broken line its number and what is wrong.
type Said = (BTreeSet<String>, u64, Vec<(u64, String, String)>);

fn reading(format: RdfFormat) -> Reading {
    Reading { format, graph: NamedNode::new_unchecked("https://example.org/own") }
}

fn fast(text: &[u8], format: RdfFormat) -> Said {
    let mut chunk = Chunk::parse(text, &reading(format));
    let broken = chunk.take_broken().into_iter();
    let broken = broken.map(|broken| (broken.line, broken.text, broken.error.to_string())).collect();
    let statements = chunk.statements();
    let store = Store::new();
    let mut transaction = store.begin();
    chunk.stage(&mut transaction, |blank| blank, |_| true);
    let snapshot = transaction.commit().unwrap();
    (snapshot.iter().map(|quad| quad.to_string()).collect(), statements, broken)
}

fn slow(text: &[u8], format: RdfFormat) -> Said {
    let parser = RdfParser::from_format(format).with_default_graph(reading(format).graph);
    let mut said = Said::default();
    for (line, number) in text.split_inclusive(|byte| *byte == b'\n').zip(0..) {
        match parser.clone().for_slice(line).collect::<Result<Vec<Quad>, _>>() {
            Ok(quads) => {
                said.1 += quads.len() as u64;
                said.0.extend(quads.iter().map(ToString::to_string));
            }
            Err(error) => {
                let text = String::from_utf8_lossy(line).trim_end().to_owned();
                said.2.push((number, text, error.to_string()));
            }
        }
    }
    said
}

#[track_caller]
fn same(text: &[u8]) {
    for format in [RdfFormat::NTriples, RdfFormat::NQuads] {
        assert_eq!(fast(text, format), slow(text, format), "{format:?}: {:?}", String::from_utf8_lossy(text));
    }
}

/// Ways to write a term, right, odd and wrong.
const TERMS: [&str; 66] = [
    "<http://example.org/a>",
    "<https://example.org/a?b=c#d>",
    "<http://example.org>",
    "<http://example.org/#a#b>",
    "<http://example.org/a%20b>",
    "<http://example.org/a%2>",
    "<http://example.org/a b>",
    "<http://example.org/naïve>",
    "<http://example.org:8080/a>",
    "<http://example.org:80a/>",
    "<http://a@example.org/>",
    "<http://[::1]/>",
    "<http://[::g]/>",
    "<http://>",
    "<http:///a>",
    "<http:a>",
    "<https:>",
    "<httpx://example.org/a>",
    "<HTTP://example.org/a>",
    "<urn:isbn:1>",
    "<urn:a/b?c#d>",
    "<file:///a/b>",
    "<mailto:a@example.org>",
    "<relative>",
    "<>",
    "<#a>",
    "<http://example.org/\\u00e9>",
    "<http://example.org/\\n>",
    "<http://example.org/{a}>",
    "<http://example.org/a|b>",
    "<http://example.org/\u{e000}>",
    "<http://example.org/?\u{e000}>",
    "_:a",
    "_:a-b",
    "_:-a",
    "_:a.b",
    "_:a.",
    "_:0",
    "_:é",
    "_:",
    "\"plain\"",
    "\"\"",
    "\"naïve 語\"",
    "\"a\\\"b\\\\c\\n\"",
    "\"\\u00e9\"",
    "\"\\x\"",
    "\"no end",
    "\"a\rb\"",
    "\"a\"@en",
    "\"a\"@EN",
    "\"a\"@pt-BR",
    "\"a\"@es-419",
    "\"a\"@zh-hant-tw",
    "\"a\"@x-private",
    "\"a\"@abcd",
    "\"a\"@i-klingon",
    "\"a\"@en-",
    "\"a\"@en--ltr",
    "\"a\"@en--up",
    "\"a\"@",
    "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>",
    "\"1.10\"^^<http://www.w3.org/2001/XMLSchema#string>",
    "\"a\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>",
    "\"a\"^^<relative>",
    "\"a\" @en",
    "<<( <http://example.org/a> <http://example.org/b> _:c )>>",
];

const BETWEEN: [&str; 8] = [" ", " ", " ", " ", "", "\t", "  ", "\r"];
const ENDS: [&str; 12] = [" .", " .", " .", " .", ".", " . ", " . # why", "", " ..", " .1", " . .", "\r."];
const LINE_ENDS: [&str; 5] = ["\n", "\n", "\r\n", "\n\n", "\n# a comment\n"];

fn term() -> impl Strategy<Value = &'static str> {
    // Half of the terms are right, so that whole lines are right often enough.
    prop_oneof![prop::sample::select(&TERMS[..]), prop::sample::select(vec![TERMS[0], TERMS[1], TERMS[32], TERMS[48]])]
}

fn text() -> impl Strategy<Value = String> {
    let line = (
        prop::collection::vec((term(), prop::sample::select(&BETWEEN[..])), 2..6),
        prop::sample::select(&ENDS[..]),
        prop::sample::select(&LINE_ENDS[..]),
    );
    let line = line.prop_map(|(terms, end, line_end)| {
        let terms: Vec<String> = terms.into_iter().map(|(term, between)| format!("{term}{between}")).collect();
        format!("{}{end}{line_end}", terms.concat().trim_end_matches([' ', '\t']))
    });
    prop::collection::vec(line, 1..6).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn lines_of_odd_parts(text in text()) {
        same(text.as_bytes());
    }

    #[test]
    fn lines_with_bytes_changed(
        text in text(),
        changes in prop::collection::vec((any::<Index>(), prop_oneof![Just(None), any::<u8>().prop_map(Some)], any::<bool>()), 1..4)
    ) {
        let mut text = text.into_bytes();
        for (at, byte, replaced) in changes {
            let at = at.index(text.len() + 1);
            let end = if replaced { text.len().min(at + 1) } else { at };
            text.splice(at..end, byte);
        }
        same(&text);
    }
}

#[test]
fn each_term_in_each_place() {
    let right = TERMS[0];
    for term in TERMS {
        same(format!("{term} {right} {right} .\n").as_bytes());
        same(format!("{right} {term} {right} .\n").as_bytes());
        same(format!("{right} {right} {term} .\n").as_bytes());
        same(format!("{right} {right} {right} {term} .\n").as_bytes());
        same(format!("{right} {right} {term}").as_bytes());
    }
}

/// A refused line leaves no term behind that a later line would take for one that was looked at.
#[test]
fn what_a_refused_line_held_is_looked_at_again() {
    let (new, right) = ("<http://example.org/new>", TERMS[0]);
    same(
        format!("{new} {right} \"a\"@en-1 .\n_:b {new} <bad> .\n{new} {right} _:b .\n<bad> {right} {right} .\n")
            .as_bytes(),
    );
    let said = fast(b"<http://example.org/a> <http://example.org/p> \"1\" .\n", RdfFormat::NTriples);
    assert_eq!((said.0.len(), said.1, said.2.len()), (1, 1, 0));
}
