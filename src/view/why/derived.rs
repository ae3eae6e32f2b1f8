//! What derived quads follow from, by the rules of the ingest stage.

use std::collections::BTreeMap;

use crate::Snapshot;
use crate::model::vocab::rdf;
use crate::model::{NamedNodeRef, Term, Variable};
use crate::sparql::{self, Known, QueryOptions, SparqlError};
use crate::vocab::{self, milieu};

/// A derived predicate, and a query for what a quad of it follows from: its subject is `?s`, its object `?o`.
pub(in crate::view) const RULES: [(NamedNodeRef<'static>, &str); 6] = [
    (milieu::HAS_END, "SELECT ?s ?o { { ?s milieu:leadsFrom ?o } UNION { ?s milieu:leadsTo ?o } }"),
    (milieu::END_COUNT, "SELECT ?s { ?s milieu:hasEnd ?end }"),
    (milieu::TIE_WEIGHT, "SELECT ?s { ?s milieu:hasEnd ?end }"),
    (milieu::LINKED_WITH, "SELECT ?s ?o { ?linkage milieu:hasEnd ?s, ?o ; milieu:endCount 2 }"),
    (
        milieu::BELONGS_TO,
        "SELECT ?s ?o { { ?membership org:member ?s ; org:organization ?o } UNION { ?s org:memberOf ?o } \
           UNION { ?s milieu:inCountry ?o } UNION { ?s milieu:locatedIn ?place . ?place milieu:partOf* ?o } }",
    ),
    (rdf::TYPE, "SELECT ?s { ?s milieu:hasEnd ?end . OPTIONAL { ?end milieu:inCountry ?country } }"),
];

/// Derived quads rest on others that may be derived: an end count on ends, an end on an arrow.
const DEPTH: usize = 3;

/// Adds to `lineage` what its derived quads follow from.
pub(super) fn follow(
    snapshot: &Snapshot,
    lineage: &mut sparql::Lineage,
    limits: &dyn Fn() -> QueryOptions,
) -> Result<(), SparqlError> {
    let derived = vocab::graph("derived");
    let mut before = 0;
    for _ in 0..DEPTH {
        let mut known: BTreeMap<String, Vec<Vec<Option<Term>>>> = BTreeMap::new();
        let quads: Vec<_> = lineage.within(derived.as_ref()).collect();
        if quads.len() == before {
            break;
        }
        before = quads.len();
        for quad in quads {
            let row = vec![Some(quad.subject.into()), Some(quad.object)];
            known.entry(quad.predicate.into_string()).or_default().push(row);
        }
        for (predicate, rule) in RULES {
            let Some(rows) = known.remove(predicate.as_str()) else { continue };
            let known = Known { variables: ["s", "o"].map(Variable::new_unchecked).to_vec(), rows };
            lineage.append(sparql::lineage(snapshot, &sparql::parse(rule, None)?, known, &limits())?);
        }
    }
    Ok(())
}
