//! NUTS regions: those of 2024, and those of earlier editions that older data speak of.

use super::files::{Files, built_in};
use super::session::{Origin, Session};
use super::{Load, LoadError};
use crate::model::NamedNode;
use crate::source::nuts::{Kind, Region, regions};
use crate::source::value::Alpha3;
use crate::source::{country_codes, shipped};
use crate::vocab::{self, milieu, skos};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

fn origin(load: &Load<'_>) -> Origin {
    load.origin(Origin {
        graph: vocab::graph("nuts"),
        title: "NUTS 2024 and statistical regions of neighbouring countries".to_owned(),
        licence: Some("http://creativecommons.org/licenses/by/4.0/".to_owned()),
        source: Some("https://ec.europa.eu/eurostat/web/nuts".to_owned()),
    })
}

/// `nuts2024.csv` and `statistical_regions2024.csv`.
pub(super) fn published(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let mut files = Files::new(path);
    let member_states = regions(files.open("nuts2024.csv")?, Kind::Nuts)?;
    let neighbours =
        regions(files.open_or("statistical_regions2024.csv", "country,code,label,level\n")?, Kind::Statistical)?;
    let given = files.given().to_owned();
    session.fill(&origin(session.load), &given, files.used(), |session| {
        session.rows("member states", member_states, region)?;
        session.rows("neighbouring countries", neighbours, region)
    })
}

/// The table that ships with milieu.
pub(super) fn shipped(session: &mut Session<'_>) -> Result<(), LoadError> {
    session.fill(&origin(session.load), "NUTS (built in)", built_in(&[shipped::NUTS]), |session| {
        session.rows("regions", shipped::nuts().map(Ok), region)
    })
}

fn region(session: &mut Session<'_>, region: &Region) {
    let whole = match &region.parent {
        Some(code) => vocab::nuts(code),
        None => vocab::country(region.country.as_str()),
    };
    state(session, &vocab::nuts(&region.code), &region.label, &region.code, &whole);
}

fn state(session: &mut Session<'_>, iri: &NamedNode, label: &str, code: &str, whole: &NamedNode) {
    session.is_a(iri, milieu::REGION);
    session.label(iri, label);
    session.text(iri, skos::NOTATION, code);
    session.integer(iri, milieu::NUTS_LEVEL, code.len() - 2);
    session.say(iri, milieu::PART_OF, whole);
}

/// Which codes are of 2024, and what is known of those that are not.
pub(super) struct Editions {
    current: FxHashSet<String>,
    /// Names of 2021.
    names: FxHashMap<String, String>,
    stated: FxHashSet<String>,
}

impl Editions {
    pub(super) fn new() -> Self {
        Self {
            current: shipped::nuts().map(|region| region.code).collect(),
            names: shipped::nuts_changes().filter_map(|change| Some((change.code_2021?, change.label))).collect(),
            stated: FxHashSet::default(),
        }
    }

    /// Whether this is the code of a region of 2024.
    pub(super) fn is_current(&self, code: &str) -> bool {
        self.current.contains(code)
    }

    /// Says that a thing lies in the region with this code.
    ///
    /// A code that 2024 lacks becomes a region of an earlier edition, with all that it was part of by its letters. A code that is
    /// only a country's, or of another country than the thing's, says nothing that can be relied on and is left out.
    pub(super) fn locate(&mut self, session: &mut Session<'_>, thing: &NamedNode, code: &str, country: Alpha3) {
        let shaped =
            (3..=5).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !shaped || country_codes::alpha3(&code[..2]) != Some(country) {
            return;
        }
        session.say(thing, milieu::LOCATED_IN, &vocab::nuts(code));
        self.state(session, code, country);
    }

    /// Says of a region of an earlier edition what it is, and what it is part of; nothing of one of 2024.
    pub(super) fn state(&mut self, session: &mut Session<'_>, code: &str, country: Alpha3) {
        for end in (3..=code.len()).rev() {
            let part = &code[..end];
            if self.is_current(part) || !self.stated.insert(part.to_owned()) {
                return;
            }
            let iri = vocab::nuts(part);
            let whole = if end == 3 { vocab::country(country.as_str()) } else { vocab::nuts(&part[..end - 1]) };
            let label = self.names.get(part).map_or(part, String::as_str);
            state(session, &iri, label, part, &whole);
            session.english(&iri, skos::SCOPE_NOTE, "Region of a NUTS edition before 2024.");
        }
    }

    /// Whether this is the code of a region of 2021 that 2024 lacks.
    pub(super) fn is_earlier(&self, code: &str) -> bool {
        self.names.contains_key(code) && !self.is_current(code)
    }
}
