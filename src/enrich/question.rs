//! What is asked about a batch of things.

use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern, Variable};

use crate::model::NamedNode;
use crate::sparql::{self, SparqlError};

/// The variable that stands for the things.
const THING: &str = "thing";

/// Why a query cannot be asked about things.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// It is no SPARQL.
    #[error(transparent)]
    Sparql(#[from] SparqlError),
    /// It gives no statements to keep.
    #[error("only a CONSTRUCT can be kept: write CONSTRUCT {{ ?thing ... }} WHERE {{ ?thing ... }}")]
    NoConstruct,
    /// It is not about the things.
    #[error("the query says nothing of ?thing, which stands for the things that are asked about")]
    NoThing,
    /// It would be cut off at another place in each batch.
    #[error(
        "LIMIT, OFFSET, ORDER BY, FROM and BASE have no meaning for a query that is asked in batches: leave them out"
    )]
    Cut,
    /// `?thing` cannot be given where the query computes it or leaves it out.
    #[error("?thing cannot be given to this query, which computes it: let it stand in a triple pattern of WHERE")]
    Computed,
}

/// What is asked about things, whichever they are: a CONSTRUCT over `?thing`.
///
/// ```
/// use milieu::enrich::Question;
/// use milieu::model::NamedNode;
///
/// let question = Question::construct(
///     "CONSTRUCT { ?thing skos:altLabel ?name } WHERE { ?thing skos:altLabel ?name FILTER(LANG(?name) = 'en') }")?;
/// let thing = NamedNode::new_unchecked("http://www.wikidata.org/entity/Q153129");
/// assert!(question.about(&[thing]).contains("VALUES ( ?thing ) { ( <http://www.wikidata.org/entity/Q153129> )"));
/// assert!(Question::construct("CONSTRUCT WHERE { ?s ?p ?o }").is_err());
/// # Ok::<(), milieu::enrich::QuestionError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Question {
    /// As it was written: a parser gives new names to what has none.
    text: String,
    template: Vec<TriplePattern>,
    pattern: GraphPattern,
    /// The predicates of the things that the answer replaces; none, and it is all.
    replaces: Option<Vec<NamedNode>>,
    /// Whether it asks for what is said of the things, and for nothing else.
    of_things_alone: bool,
}

impl Question {
    /// Asks for every statement of the things.
    ///
    /// ```
    /// assert!(milieu::enrich::Question::everything().text().ends_with("{ ?thing ?property ?value }"));
    /// ```
    pub fn everything() -> Self {
        Self::fixed("CONSTRUCT { ?thing ?property ?value } WHERE { ?thing ?property ?value }", None)
    }

    /// Asks for these properties of the things.
    ///
    /// ```
    /// use milieu::{enrich::Question, model::vocab::rdfs};
    /// assert!(Question::properties([rdfs::LABEL.into_owned()]).text().contains("rdf-schema#label"));
    /// ```
    pub fn properties(properties: impl IntoIterator<Item = NamedNode>) -> Self {
        let properties: Vec<NamedNode> = properties.into_iter().collect();
        let values: Vec<String> = properties.iter().map(ToString::to_string).collect();
        let values = values.join(" ");
        let text = format!(
            "CONSTRUCT {{ ?thing ?property ?value }} WHERE {{ VALUES ?property {{ {values} }} ?thing ?property ?value }}"
        );
        Self::fixed(&text, Some(properties))
    }

    fn fixed(text: &str, replaces: Option<Vec<NamedNode>>) -> Self {
        let query = sparql::parse(text, None).expect("it is written here");
        let Query::Construct { template, pattern, .. } = query else { unreachable!("it constructs") };
        Self { text: text.to_owned(), template, pattern: unprojected(pattern), replaces, of_things_alone: true }
    }

    /// Asks a CONSTRUCT in which `?thing` stands for the things; the project's prefixes need no declaration.
    ///
    /// # Errors
    /// [`QuestionError`] when it is no CONSTRUCT about `?thing` that can be asked in batches.
    pub fn construct(text: &str) -> Result<Self, QuestionError> {
        let query = sparql::parse(text, None)?;
        let Query::Construct { template, dataset, pattern, base_iri } = query else {
            return Err(QuestionError::NoConstruct);
        };
        let pattern = unprojected(pattern);
        let is_cut = matches!(pattern, GraphPattern::Slice { .. } | GraphPattern::OrderBy { .. });
        if is_cut || dataset.is_some() || base_iri.is_some() {
            return Err(QuestionError::Cut);
        }
        if !names_the_thing(&pattern) {
            return Err(QuestionError::NoThing);
        }
        let of_thing = template
            .iter()
            .filter(|triple| matches!(&triple.subject, TermPattern::Variable(variable) if variable.as_str() == THING));
        let replaces = of_thing
            .map(|triple| match &triple.predicate {
                NamedNodePattern::NamedNode(predicate) => Some(predicate.clone()),
                NamedNodePattern::Variable(_) => None,
            })
            .collect();
        let question = Self { text: text.trim().to_owned(), template, pattern, replaces, of_things_alone: false };
        let example = NamedNode::new_unchecked("https://example.org/thing");
        sparql::parse(&question.about(&[example]), None).map_err(|_| QuestionError::Computed)?;
        Ok(question)
    }

    /// The query as it was written, without the things.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The query about `things`: `VALUES ?thing { ... }` stands first in its WHERE.
    pub fn about(&self, things: &[NamedNode]) -> String {
        let mut pattern = self.pattern.clone();
        let first = innermost(&mut pattern);
        let values = GraphPattern::Values {
            variables: vec![Variable::new_unchecked(THING)],
            bindings: things.iter().map(|thing| vec![Some(GroundTerm::NamedNode(thing.clone()))]).collect(),
        };
        let rest = std::mem::take(first);
        *first = GraphPattern::Join { left: Box::new(values), right: Box::new(rest) };
        let template: Vec<String> = self.template.iter().map(ToString::to_string).collect();
        format!("CONSTRUCT {{ {} }} WHERE {{ {pattern} }}", template.join(" . "))
    }

    pub(super) fn replaces(&self) -> Option<&[NamedNode]> {
        self.replaces.as_deref()
    }

    pub(super) fn is_of_things_alone(&self) -> bool {
        self.of_things_alone
    }
}

/// `pattern` without the projection to all variables that the parser puts around the WHERE of a CONSTRUCT: written out it would be a query within
/// the query, which no list of things before it makes smaller.
fn unprojected(pattern: GraphPattern) -> GraphPattern {
    if let GraphPattern::Project { inner, .. } = pattern { *inner } else { pattern }
}

/// Whether `?thing` stands anywhere in `pattern`, be it in an expression.
fn names_the_thing(pattern: &GraphPattern) -> bool {
    let text = pattern.to_string();
    text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '?').any(|word| word == "?thing")
}

/// What stands first in a group: there the things leave the fewest rows to all that follows.
fn innermost(pattern: &mut GraphPattern) -> &mut GraphPattern {
    match pattern {
        GraphPattern::Join { left, .. } | GraphPattern::LeftJoin { left, .. } | GraphPattern::Minus { left, .. } => {
            innermost(left)
        }
        GraphPattern::Filter { inner, .. } | GraphPattern::Extend { inner, .. } => innermost(inner),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::vocab::rdfs;

    fn about(text: &str) -> Result<String, QuestionError> {
        Ok(Question::construct(text)?.about(&[NamedNode::new_unchecked("urn:a"), NamedNode::new_unchecked("urn:b")]))
    }

    #[test]
    fn the_things_stand_before_all_else() {
        for text in [
            "CONSTRUCT { ?thing rdfs:label ?l } WHERE { ?thing rdfs:label ?l OPTIONAL { ?thing <urn:p> ?o } FILTER(?l != 'x') }",
            "CONSTRUCT { ?thing rdfs:label ?l } WHERE { ?thing rdfs:label ?l BIND(STR(?l) AS ?s) MINUS { ?thing a <urn:C> } }",
            "CONSTRUCT WHERE { ?thing rdfs:label ?l }",
            "CONSTRUCT { ?thing <urn:n> ?n } WHERE { { SELECT ?thing (COUNT(*) AS ?n) { ?thing ?p ?o } GROUP BY ?thing } }",
        ] {
            let asked = about(text).unwrap();
            let pattern = asked.split_once("WHERE {").unwrap().1;
            assert!(pattern.trim_start().starts_with("VALUES ( ?thing ) { ( <urn:a> ) ( <urn:b> )"), "{asked}");
            assert!(sparql::parse(&asked, None).is_ok(), "{asked}");
            assert_eq!(asked.contains("SELECT"), text.contains("SELECT"), "{asked}");
        }
    }

    #[test]
    fn the_example_of_the_documentation_can_be_asked() {
        let page = include_str!("../../docs/enrich.md");
        let text = page.split_once("```construct").unwrap().1.split_once("```").unwrap().0;
        let asked = about(text).unwrap();
        let (values, bind) = (asked.find("VALUES ( ?thing )").unwrap(), asked.find("STRAFTER").unwrap());
        assert!(values < bind, "{asked}");
        assert_eq!(Question::construct(text).unwrap().replaces().map(<[_]>::len), Some(1));
    }

    #[test]
    fn what_cannot_be_asked_in_batches_is_refused() {
        let error = |text: &str| about(text).unwrap_err();
        assert!(matches!(error("CONSTRUCT {"), QuestionError::Sparql(_)));
        assert!(matches!(error("SELECT ?thing { ?thing ?p ?o }"), QuestionError::NoConstruct));
        assert!(matches!(error("CONSTRUCT WHERE { ?s ?p ?o }"), QuestionError::NoThing));
        assert!(matches!(error("CONSTRUCT WHERE { ?thing ?p ?o } LIMIT 5"), QuestionError::Cut));
        assert!(matches!(error("CONSTRUCT FROM <urn:g> WHERE { ?thing ?p ?o }"), QuestionError::Cut));
        let computed = "CONSTRUCT { ?thing <urn:p> ?o } WHERE { ?s <urn:p> ?o BIND(?s AS ?thing) }";
        assert!(matches!(error(computed), QuestionError::Computed));
    }

    #[test]
    fn what_an_answer_replaces_follows_from_the_question() {
        let label = rdfs::LABEL.into_owned();
        assert_eq!(Question::everything().replaces(), None);
        assert_eq!(Question::properties([label.clone()]).replaces(), Some(&[label.clone()][..]));
        let replaces = |text: &str| Question::construct(text).unwrap().replaces().map(<[_]>::to_vec);
        assert_eq!(
            replaces("CONSTRUCT { ?thing rdfs:label ?l . ?l <urn:q> ?thing } WHERE { ?thing <urn:p> ?l }"),
            Some(vec![label])
        );
        assert_eq!(replaces("CONSTRUCT { ?thing ?p ?o } WHERE { ?thing ?p ?o }"), None);
    }
}
