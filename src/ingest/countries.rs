//! Countries with their codes, names and dated classifications.

use super::files::{Files, built_in};
use super::session::{Origin, Session};
use super::{Load, LoadError};
use crate::model::vocab::rdfs;
use crate::source::countries::{
    Country, DEVELOPMENT_STATUS_AS_OF, DevelopmentStatus, INCOME_GROUP_AS_OF, IncomeGroup, countries,
};
use crate::source::shipped;
use crate::source::value::Date;
use crate::vocab::{self, dct, milieu, skos, wgs};
use std::path::Path;

fn origin(load: &Load<'_>) -> Origin {
    load.origin(Origin {
        graph: vocab::graph("countries"),
        title: "Countries, their development status (UN M49) and income group (World Bank)".to_owned(),
        licence: Some("http://creativecommons.org/licenses/by/4.0/".to_owned()),
        source: Some("https://unstats.un.org/unsd/methodology/m49/".to_owned()),
    })
}

/// `country-codes_with_developed.csv` and `worldbank_country_income_region.csv`.
pub(super) fn published(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let mut files = Files::new(path);
    let codes = files.open("country-codes_with_developed.csv")?;
    let income = files.open("worldbank_country_income_region.csv")?;
    let records = countries(codes, income)?;
    let given = files.given().to_owned();
    session.fill(&origin(session.load), &given, files.used(), |session| session.rows("countries", records, country))
}

/// The table that ships with milieu.
pub(super) fn shipped(session: &mut Session<'_>) -> Result<(), LoadError> {
    session.fill(&origin(session.load), "Countries (built in)", built_in(&[shipped::COUNTRIES]), |session| {
        session.rows("countries", shipped::countries().map(Ok), country)
    })
}

fn country(session: &mut Session<'_>, country: &Country) {
    let iri = vocab::country(country.alpha3.as_str());
    session.is_a(&iri, milieu::COUNTRY);
    session.english(&iri, rdfs::LABEL, &country.label_en);
    for (label, language) in [(&country.label_fr, "fr"), (&country.label_es, "es")] {
        if let Some(label) = label {
            session.in_language(&iri, rdfs::LABEL, label, language);
        }
    }
    session.text(&iri, skos::NOTATION, &country.alpha2);
    session.text(&iri, skos::NOTATION, country.alpha3.as_str());
    if let Some(number) = country.geonames {
        session.say(&iri, skos::EXACT_MATCH, &vocab::geonames(number.into()));
    }
    // A country is drawn where its capital lies.
    if let (Some(latitude), Some(longitude)) = (country.latitude, country.longitude) {
        session.decimal(&iri, wgs::LAT, latitude);
        session.decimal(&iri, wgs::LONG, longitude);
    }
    if let Some(status) = country.development_status {
        let concept = match status {
            DevelopmentStatus::Developed => "developed",
            DevelopmentStatus::Developing => "developing",
        };
        classify(session, country, "un-m49", DEVELOPMENT_STATUS_AS_OF, ["development-status", concept]);
    }
    if let Some(group) = country.income_group {
        let concept = match group {
            IncomeGroup::High => "high",
            IncomeGroup::UpperMiddle => "upper-middle",
            IncomeGroup::LowerMiddle => "lower-middle",
            IncomeGroup::Low => "low",
        };
        classify(session, country, "world-bank", INCOME_GROUP_AS_OF, ["income-group", concept]);
    }
}

fn classify(session: &mut Session<'_>, country: &Country, by: &str, date: Date, [scheme, concept]: [&str; 2]) {
    let alpha3 = country.alpha3.as_str();
    let record = vocab::id(&format!("classification/{by}/{date}/{alpha3}"));
    session.is_a(&record, milieu::COUNTRY_CLASSIFICATION);
    let label = format!("{}: {} ({date})", country.label_en, concept.replace('-', " "));
    session.english(&record, rdfs::LABEL, &label);
    session.say(&record, milieu::CLASSIFIES, &vocab::country(alpha3));
    session.say(&record, milieu::CLASSIFIED_AS, &vocab::concept(scheme, concept));
    session.date(&record, dct::ISSUED, date);
}
