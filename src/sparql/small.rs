//! Whether a query is sure to be little work, by what the store has of each of its triples.
//!
//! To hand a query to another thread takes longer than to answer one that looks at some ten triples. Which queries these are is not
//! guessed: what each triple pattern can match by its constants alone is counted, and every join may make all pairs of what it joins.

use oxigraph::model::TermRef;
use spargebra::Query;
use spargebra::algebra::{Expression, Function, GraphPattern};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

use super::computed::COMPUTED;
use super::walk::{Part, parts_of, within};
use crate::snapshot::{Scope, Snapshot};

/// The most rows that a small query looks at in one of its parts.
const MOST: usize = 512;

/// Whether no part of `query` can look at more than some hundred rows of `snapshot`, nor compute anything but comparisons of them.
///
/// False says nothing: whether such a query is little work would take planning it. CONSTRUCT, DESCRIBE, `FROM` and whatever groups,
/// follows paths, searches or asks elsewhere is never small.
///
/// ```
/// use milieu::sparql::{self, QueryOptions, is_small};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// sparql::update(&store, "INSERT DATA { id:a a milieu:Actor ; milieu:cityName 'Bled' }", &QueryOptions::default())?;
/// assert!(is_small(&store.snapshot(), &sparql::parse("SELECT ?city { id:a milieu:cityName ?city }", None)?));
/// assert!(!is_small(&store.snapshot(), &sparql::parse("SELECT ?thing { ?thing ?property ?value }", None)?));
/// # Ok(()) }
/// ```
pub fn is_small(snapshot: &Snapshot, query: &Query) -> bool {
    match query {
        Query::Select { dataset: None, pattern, .. } | Query::Ask { dataset: None, pattern, .. } => {
            most_rows(snapshot, pattern).is_some()
        }
        _ => false,
    }
}

/// The most rows that `pattern` can have, if neither they nor those of its parts are many.
fn most_rows(snapshot: &Snapshot, pattern: &GraphPattern) -> Option<usize> {
    let plain = within(pattern).iter().all(|part| match part {
        Part::Expression(expression) => is_plain(expression),
        Part::Pattern(_) => true,
    });
    let rows = match pattern {
        _ if !plain => return None,
        GraphPattern::Bgp { patterns } => {
            patterns.iter().try_fold(1, |rows, triple| few(rows * most_matches(snapshot, triple)?))?
        }
        GraphPattern::Values { bindings, .. } => bindings.len(),
        GraphPattern::Join { left, right } => most_rows(snapshot, left)? * most_rows(snapshot, right)?,
        // What is optional leaves the rows as they are if it matches nothing.
        GraphPattern::LeftJoin { left, right, .. } => most_rows(snapshot, left)? * most_rows(snapshot, right)?.max(1),
        GraphPattern::Union { left, right } => most_rows(snapshot, left)? + most_rows(snapshot, right)?,
        GraphPattern::Graph { name: NamedNodePattern::NamedNode(_), inner }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => most_rows(snapshot, inner)?,
        _ => return None,
    };
    few(rows)
}

fn few(rows: usize) -> Option<usize> {
    (rows <= MOST).then_some(rows)
}

/// How many quads the constants of `triple` match.
fn most_matches(snapshot: &Snapshot, triple: &TriplePattern) -> Option<usize> {
    let within = |place: &TermPattern| matches!(place, TermPattern::Triple(_));
    if within(&triple.subject) || within(&triple.object) {
        return None;
    }
    let (subject, object) = (constant(&triple.subject), constant(&triple.object));
    let predicate = match &triple.predicate {
        NamedNodePattern::NamedNode(node) if COMPUTED.contains(&node.as_ref()) => return None,
        NamedNodePattern::NamedNode(node) => Some(node.as_ref().into()),
        NamedNodePattern::Variable(_) => None,
    };
    if subject.is_none() && object.is_none() && predicate.is_none() {
        return None;
    }
    let found = [subject, predicate, object].map(|term: Option<TermRef<'_>>| term.map(|term| snapshot.find(term)));
    if found.contains(&Some(None)) {
        return Some(0);
    }
    let [subject, predicate, object] = found.map(Option::flatten);
    few(snapshot.matches(subject, predicate, object, Scope::All).take(MOST + 1).count())
}

/// The term that a place is held to, if any.
fn constant(place: &TermPattern) -> Option<TermRef<'_>> {
    match place {
        TermPattern::NamedNode(node) => Some(node.as_ref().into()),
        TermPattern::Literal(literal) => Some(literal.as_ref().into()),
        TermPattern::Variable(_) | TermPattern::BlankNode(_) | TermPattern::Triple(_) => None,
    }
}

/// Whether an expression does no more than look at terms.
fn is_plain(expression: &Expression) -> bool {
    let itself = match expression {
        Expression::Exists(_) => false,
        Expression::FunctionCall(function, _) => matches!(
            function,
            Function::Str
                | Function::Lang
                | Function::LangMatches
                | Function::Datatype
                | Function::IsIri
                | Function::IsBlank
                | Function::IsLiteral
                | Function::IsNumeric
        ),
        _ => true,
    };
    itself && parts_of(expression).into_iter().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::is_small;
    use crate::sparql::{QueryOptions, parse, update};

    #[test]
    fn a_query_is_small_by_what_the_store_has() {
        let store = crate::Store::new();
        let many = (0..600).map(|n| format!("id:hub milieu:linkedWith id:x{n} . id:x{n} a milieu:Actor ."));
        let many = many.collect::<Vec<_>>().join(" ");
        update(
            &store,
            &format!("INSERT DATA {{ {many} id:x1 milieu:linkedWith id:x2, id:x3 }}"),
            &QueryOptions::default(),
        )
        .unwrap();
        let snapshot = store.snapshot();
        let cases = [
            (true, "SELECT * { id:x1 ?p ?o }"),
            (true, "SELECT * { ?s milieu:linkedWith id:x2 ; a milieu:Region }"),
            (
                true,
                "SELECT * { id:x1 milieu:linkedWith ?a OPTIONAL { id:x2 milieu:linkedWith ?a } FILTER(?a != id:x9) } ORDER BY ?a",
            ),
            (true, "ASK { GRAPH graph:none { id:x1 ?p ?o } }"),
            (true, "SELECT * { { id:x1 ?p ?o } UNION { id:nobody ?p ?o } }"),
            (true, "SELECT * { id:nobody ?p ?o }"),
            (false, "SELECT * { id:hub ?p ?o }"),
            (false, "SELECT * { ?s a milieu:Actor }"),
            (false, "SELECT * { ?s ?p ?o }"),
            (false, "SELECT * { GRAPH ?g { id:x1 ?p ?o } }"),
            (false, "SELECT * { id:x1 milieu:linkedWith+ ?o }"),
            (false, "SELECT (COUNT(*) AS ?n) { id:x1 ?p ?o }"),
            (false, "SELECT * { id:x1 ?p ?o FILTER EXISTS { ?o ?q ?r } }"),
            (false, "SELECT * { id:x1 ?p ?o FILTER REGEX(STR(?o), '(a+)+$') }"),
            (false, "SELECT (RAND() AS ?r) { id:x1 ?p ?o }"),
            (false, "SELECT * { ?s milieu:matches 'x' }"),
            (false, "SELECT * { SERVICE <http://127.0.0.1/> { id:x1 ?p ?o } }"),
            (false, "CONSTRUCT WHERE { id:x1 ?p ?o }"),
        ];
        for (small, text) in cases {
            assert_eq!(is_small(&snapshot, &parse(text, None).unwrap()), small, "{text}");
        }
        let pairs = "SELECT * { id:hub ?p id:x1 . id:x1 ?q ?o . id:x1 ?r ?o2 . id:x1 ?s ?o3 . id:x1 ?t ?o4 . id:x1 ?u ?o5 . id:x1 ?v ?o6 }";
        assert!(!is_small(&snapshot, &parse(pairs, None).unwrap()), "3 to the power of 6 rows");
    }
}
