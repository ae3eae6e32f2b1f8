//! Reading without SPARQL: things and their values as Rust types.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};

use super::{Scope, Snapshot};

/// A Rust type that terms can be read as; a term that does not fit is none.
///
/// ```
/// use milieu::snapshot::FromTerm;
/// use milieu::model::{Literal, Term};
/// assert_eq!(i64::from_term(Term::from(Literal::from(7))), Some(7));
/// assert_eq!(i64::from_term(Term::from(Literal::new_simple_literal("7"))), None);
/// assert_eq!(String::from_term(Term::from(Literal::new_simple_literal("7"))), Some("7".to_owned()));
/// ```
pub trait FromTerm: Sized {
    /// The value of `term`, if it is one of this type.
    fn from_term(term: Term) -> Option<Self>;
}

impl FromTerm for Term {
    fn from_term(term: Term) -> Option<Self> {
        Some(term)
    }
}

impl FromTerm for NamedNode {
    fn from_term(term: Term) -> Option<Self> {
        match term {
            Term::NamedNode(node) => Some(node),
            _ => None,
        }
    }
}

impl FromTerm for Literal {
    fn from_term(term: Term) -> Option<Self> {
        match term {
            Term::Literal(literal) => Some(literal),
            _ => None,
        }
    }
}

/// The text of a string, with a language or without.
impl FromTerm for String {
    fn from_term(term: Term) -> Option<Self> {
        let literal = Literal::from_term(term)?;
        let text = literal.language().is_some() || literal.datatype() == xsd::STRING;
        text.then(|| literal.destruct().0)
    }
}

impl FromTerm for bool {
    fn from_term(term: Term) -> Option<Self> {
        let literal = Literal::from_term(term)?;
        match literal.value() {
            _ if literal.datatype() != xsd::BOOLEAN => None,
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }
}

/// An `xsd:integer` that fits.
impl FromTerm for i64 {
    fn from_term(term: Term) -> Option<Self> {
        let literal = Literal::from_term(term)?;
        if literal.datatype() == xsd::INTEGER { literal.value().parse().ok() } else { None }
    }
}

/// A number of any of the four numeric types of SPARQL.
impl FromTerm for f64 {
    fn from_term(term: Term) -> Option<Self> {
        let literal = Literal::from_term(term)?;
        let numeric = [xsd::INTEGER, xsd::DECIMAL, xsd::FLOAT, xsd::DOUBLE].contains(&literal.datatype());
        if numeric { literal.value().parse().ok() } else { None }
    }
}

impl Snapshot {
    /// The values of `subject` and `predicate` in any graph that are of type `T`, each once.
    ///
    /// ```
    /// use milieu::model::NamedNode;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::sparql::update(&store, "INSERT DATA { <urn:a> <urn:employees> 12, 'a dozen' }", &Default::default())?;
    /// let (a, employees) = (NamedNode::new("urn:a")?, NamedNode::new("urn:employees")?);
    /// assert_eq!(store.snapshot().values::<i64>(a.as_ref().into(), employees.as_ref()).collect::<Vec<_>>(), [12]);
    /// # Ok(()) }
    /// ```
    pub fn values<T: FromTerm>(
        &self,
        subject: NamedOrBlankNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
    ) -> impl Iterator<Item = T> + use<T> {
        self.objects(subject, predicate).filter_map(T::from_term)
    }

    /// The things of which `predicate` says `object` in any graph, each once.
    ///
    /// ```
    /// use milieu::model::{NamedNode, vocab::rdfs};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::sparql::update(&store, "INSERT DATA { <urn:a> rdfs:seeAlso <urn:b> }", &Default::default())?;
    /// let about = store.snapshot().subjects(rdfs::SEE_ALSO, NamedNode::new("urn:b")?.as_ref().into()).next();
    /// assert_eq!(about, Some(NamedNode::new("urn:a")?.into()));
    /// # Ok(()) }
    /// ```
    pub fn subjects(
        &self,
        predicate: NamedNodeRef<'_>,
        object: TermRef<'_>,
    ) -> impl Iterator<Item = NamedOrBlankNode> + use<> {
        let dictionary = &self.state.dictionary;
        let ids = dictionary.find(predicate.into()).zip(dictionary.find(object));
        let snapshot = self.clone();
        ids.map(|(predicate, object)| self.matches(None, Some(predicate), Some(object), Scope::Union))
            .into_iter()
            .flatten()
            .map(move |row| snapshot.quad(row).subject)
    }

    /// The things that are said to be of `class` in any graph, each once.
    ///
    /// ```
    /// use milieu::vocab::milieu as terms;
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = milieu::Store::new();
    /// milieu::sparql::update(&store, "INSERT DATA { <urn:a> a milieu:Cluster }", &Default::default())?;
    /// assert_eq!(store.snapshot().instances(terms::CLUSTER).count(), 1);
    /// # Ok(()) }
    /// ```
    pub fn instances(&self, class: NamedNodeRef<'_>) -> impl Iterator<Item = NamedOrBlankNode> + use<> {
        self.subjects(rdf::TYPE, class.into())
    }
}
