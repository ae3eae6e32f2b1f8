//! NACE, the Union's classification of economic activities.

use super::files::{Files, built_in};
use super::session::{Origin, Session};
use super::{Load, LoadError};
use crate::model::{NamedNode, vocab::rdfs};
use crate::source::nace::{Activity, Edition, rev2, rev21};
use crate::source::shipped;
use crate::vocab::{self, milieu, skos};
use std::path::Path;

fn origin(load: &Load<'_>) -> Origin {
    load.origin(Origin {
        graph: vocab::graph("nace"),
        title: "NACE Rev. 2 and Rev. 2.1".to_owned(),
        licence: Some("http://creativecommons.org/licenses/by/4.0/".to_owned()),
        source: Some("https://ec.europa.eu/eurostat/web/nace".to_owned()),
    })
}

/// `naceconverter_nacecodes.csv` (Rev. 2.1) and, if it is there, `nace-201706.csv` (Rev. 2).
pub(super) fn published(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let mut files = Files::new(path);
    let newer = rev21(files.open("naceconverter_nacecodes.csv")?)?;
    let older = match files.open("nace-201706.csv") {
        Ok(source) => Some(rev2(source)?),
        Err(_) => None,
    };
    let given = files.given().to_owned();
    session.fill(&origin(session.load), &given, files.used(), |session| {
        session.rows("Rev. 2.1", newer, activity)?;
        session.rows("Rev. 2", older.into_iter().flatten(), activity)
    })
}

/// The table that ships with milieu.
pub(super) fn shipped(session: &mut Session<'_>) -> Result<(), LoadError> {
    session.fill(&origin(session.load), "NACE (built in)", built_in(&[shipped::NACE]), |session| {
        session.rows("activities", shipped::nace().map(Ok), activity)
    })
}

fn activity(session: &mut Session<'_>, activity: &Activity) {
    let named = |code: &str| match activity.edition {
        Edition::Rev2 => vocab::nace(code),
        Edition::Rev21 => {
            NamedNode::new_unchecked(format!("http://data.europa.eu/ux2/nace2.1/{}", code.replace('.', "")))
        }
    };
    let iri = named(&activity.code);
    session.is_a(&iri, milieu::INDUSTRY);
    session.is_a(&iri, skos::CONCEPT);
    session.english(&iri, rdfs::LABEL, &activity.label);
    session.english(&iri, skos::PREF_LABEL, &activity.label);
    session.text(&iri, skos::NOTATION, &activity.code);
    if let Some(parent) = &activity.parent {
        session.say(&iri, skos::BROADER, &named(parent));
    }
}
