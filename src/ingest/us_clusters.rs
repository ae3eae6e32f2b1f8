//! US Cluster Mapping: cluster categories with their industries, and observations by state and for the nation.

use super::files::{Files, built_in};
use super::session::{Origin, Session};
use super::{Load, LoadError};
use crate::model::NamedNode;
use crate::model::vocab::{rdfs, xsd};
use crate::source::shipped;
use crate::source::us_clusters::{
    Industry, NationalTotal, Observation, Relatedness, Scope, industries, national_totals, observations, relatedness,
};
use crate::vocab::{self, milieu, qb, skos};
use std::path::Path;

fn origin(load: &Load<'_>) -> Origin {
    load.origin(Origin {
        graph: vocab::graph("us-clusters"),
        title: "US Cluster Mapping 2016".to_owned(),
        licence: None,
        source: Some("https://www.clustermapping.us/".to_owned()),
    })
}

/// `all_states_clusters.csv`, `us_national_cluster_employment_2016_implied.csv`, `benchmark_cluster_definitions_naics.csv` and, if it is
/// there, `related_clusters.csv`.
pub(super) fn published(session: &mut Session<'_>, path: &Path) -> Result<(), LoadError> {
    let mut files = Files::new(path);
    let states = observations(files.open("all_states_clusters.csv")?)?;
    let nation = national_totals(files.open("us_national_cluster_employment_2016_implied.csv")?)?;
    let definitions = industries(files.open("benchmark_cluster_definitions_naics.csv")?)?;
    let related = files.open_or("related_clusters.csv", "clustera,clusterb,rel_all_90_v3,cr_all,cr_all_pc\n")?;
    let related = relatedness(related)?;
    let given = files.given().to_owned();
    session.fill(&origin(session.load), &given, files.used(), |session| {
        data_set(session);
        session.rows("industries", definitions, industry)?;
        session.rows("states", states, observation)?;
        session.rows("nation", nation, national_total)?;
        session.rows("related categories", related, relate)
    })
}

/// The tables that ship with milieu.
pub(super) fn shipped(session: &mut Session<'_>) -> Result<(), LoadError> {
    let files = built_in(&[shipped::US_INDUSTRIES, shipped::US_OBSERVATIONS, shipped::US_NATIONAL_TOTALS]);
    session.fill(&origin(session.load), "US Cluster Mapping (built in)", files, |session| {
        data_set(session);
        session.rows("industries", shipped::us_industries().map(Ok), industry)?;
        session.rows("states", shipped::us_observations().map(Ok), observation)?;
        session.rows("nation", shipped::us_national_totals().map(Ok), national_total)
    })
}

fn set() -> NamedNode {
    vocab::id("dataset/us-cluster-mapping")
}

fn data_set(session: &mut Session<'_>) {
    session.is_a(&set(), qb::DATA_SET_CLASS);
    session.english(&set(), rdfs::LABEL, "US Cluster Mapping");
}

fn category(session: &mut Session<'_>, code: u16, name: &str, scope: Scope) -> NamedNode {
    let iri = category_iri(code);
    session.is_a(&iri, milieu::CLUSTER_CATEGORY);
    session.english(&iri, rdfs::LABEL, name);
    session.text(&iri, skos::NOTATION, &code.to_string());
    let scope = match scope {
        Scope::Traded => "traded",
        Scope::Local => "local",
    };
    session.say(&iri, milieu::HAS_SCOPE, &vocab::concept("cluster-scope", scope));
    iri
}

fn category_iri(code: u16) -> NamedNode {
    vocab::id(&format!("cluster-category/us/{code}"))
}

fn industry(session: &mut Session<'_>, industry: &Industry) {
    let category = category(session, industry.category, &industry.category_name, industry.scope);
    let iri = vocab::id(&format!("industry/naics-{}/{}", industry.edition, industry.naics));
    session.is_a(&iri, milieu::INDUSTRY);
    session.english(&iri, rdfs::LABEL, &industry.title);
    session.text(&iri, skos::NOTATION, &industry.naics);
    session.say(&category, milieu::INCLUDES_INDUSTRY, &iri);
}

/// What an observation is about.
struct About<'a> {
    area: &'a NamedNode,
    area_name: &'a str,
    /// The last but one part of the IRI.
    area_code: &'a str,
    year: u16,
    category: &'a NamedNode,
    category_name: &'a str,
    category_code: u16,
}

fn observe(session: &mut Session<'_>, about: &About<'_>, employment: u64) -> NamedNode {
    let iri = vocab::id(&format!("observation/us/{}/{}/{}", about.year, about.area_code, about.category_code));
    session.is_a(&iri, qb::OBSERVATION);
    let label = format!("{}, {}, {}", about.category_name, about.area_name, about.year);
    session.english(&iri, rdfs::LABEL, &label);
    session.say(&iri, qb::DATA_SET, &set());
    session.say(&iri, qb::REF_AREA, about.area);
    session.typed(&iri, qb::REF_PERIOD, about.year, xsd::G_YEAR);
    session.say(&iri, milieu::HAS_CLUSTER_CATEGORY, about.category);
    session.integer(&iri, milieu::EMPLOYMENT, employment);
    iri
}

fn observation(session: &mut Session<'_>, observation: &Observation) {
    let category = category(session, observation.category, &observation.category_name, observation.scope);
    let state = vocab::id(&format!("region/us/{}", observation.state));
    session.is_a(&state, milieu::REGION);
    session.english(&state, rdfs::LABEL, &observation.state_name);
    session.text(&state, skos::NOTATION, &observation.state);
    session.say(&state, milieu::PART_OF, &vocab::country("USA"));
    let about = About {
        area: &state,
        area_name: &observation.state_name,
        area_code: &observation.state,
        year: observation.year,
        category: &category,
        category_name: &observation.category_name,
        category_code: observation.category,
    };
    let iri = observe(session, &about, observation.employment);
    session.integer(&iri, milieu::ESTABLISHMENTS, observation.establishments);
    // What the source withholds is left out: it is not nothing.
    if let Some(payroll) = observation.annual_payroll {
        session.decimal(&iri, milieu::ANNUAL_PAYROLL, payroll);
    }
    if let Some(wage) = observation.average_wage {
        session.decimal(&iri, milieu::AVERAGE_WAGE, wage);
    }
}

fn national_total(session: &mut Session<'_>, total: &NationalTotal) {
    let category = category(session, total.category, &total.category_name, total.scope);
    let about = About {
        area: &vocab::country("USA"),
        area_name: "United States",
        area_code: "USA",
        year: total.year,
        category: &category,
        category_name: &total.category_name,
        category_code: total.category,
    };
    observe(session, &about, total.employment);
}

fn relate(session: &mut Session<'_>, pair: &Relatedness) {
    if pair.related {
        session.say(&category_iri(pair.from), milieu::RELATED_TO, &category_iri(pair.to));
    }
}
