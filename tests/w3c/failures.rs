//! The failures that are known, each with its reason.

use std::collections::BTreeMap;

use crate::manifest::Kind;

/// Whether Oxigraph's own store answers as the suite says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oracle {
    Passes,
    Fails,
}

pub(crate) struct Known {
    pub(crate) kind: Kind,
    pub(crate) oracle: Oracle,
    pub(crate) reason: &'static str,
}

/// `failures.tsv`: test, kind, whether Oxigraph's own store passes or fails, reason.
pub(crate) fn known() -> BTreeMap<&'static str, Known> {
    let mut known = BTreeMap::new();
    for line in include_str!("failures.tsv").lines().skip(1) {
        let [test, kind, oracle, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("failures.tsv: not four columns: {line}")
        };
        let kind = Kind::ALL.into_iter().find(|known| known.name() == kind);
        let kind = kind.unwrap_or_else(|| panic!("failures.tsv: no such kind: {line}"));
        let oracle = match oracle {
            "passes" => Oracle::Passes,
            "fails" => Oracle::Fails,
            _ => panic!("failures.tsv: Oxigraph passes or fails: {line}"),
        };
        assert!(reason.split_whitespace().count() >= 4, "failures.tsv: a reason is more than a word: {line}");
        let twice = known.insert(test, Known { kind, oracle, reason });
        assert!(twice.is_none(), "failures.tsv: {test} stands there twice");
    }
    known
}
