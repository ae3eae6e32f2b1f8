//! Snapshots and terms as those of [sophia](https://docs.rs/sophia), the other RDF toolkit of Rust, so that what is written for it
//! (isomorphism, canonical forms, navigation by resource) reads a [`Snapshot`] as it lies.

use std::convert::Infallible;

use sophia::api::MownStr;
use sophia::api::dataset::{Dataset, SetDataset};
use sophia::api::quad::{Quad as _, Spog};
use sophia::api::term::matcher::{GraphNameMatcher, TermMatcher};
use sophia::api::term::{BaseDirection, BnodeId, IriRef, LanguageTag, Term, TermKind};

use crate::model::{self, GraphNameRef, Literal, NamedNode, QuadRef, TermRef, Triple};
use crate::snapshot::{DEFAULT_GRAPH, Scope, Snapshot};
use crate::store::dictionary::TermId;

/// A term for sophia, owned.
///
/// ```
/// use milieu::{interop::OwnedTerm, model::Literal};
/// use sophia::api::term::{Term, TermKind};
///
/// let term = OwnedTerm(Literal::new_simple_literal("Stuttgart").into());
/// assert_eq!((term.kind(), term.lexical_form().as_deref()), (TermKind::Literal, Some("Stuttgart")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OwnedTerm(
    /// The term.
    pub model::Term,
);

/// A term for sophia, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BorrowedTerm<'a>(
    /// The term.
    pub TermRef<'a>,
);

impl<'a> BorrowedTerm<'a> {
    /// The terms of a quad, in the shape in which sophia takes them.
    ///
    /// ```
    /// use milieu::model::{BlankNodeRef, GraphNameRef, QuadRef, vocab::rdf};
    /// use sophia::api::term::Term;
    ///
    /// let node = BlankNodeRef::new("a")?;
    /// let (terms, graph) = milieu::interop::BorrowedTerm::spog(QuadRef::new(node, rdf::TYPE, rdf::LIST, GraphNameRef::DefaultGraph));
    /// assert!(terms[0].is_blank_node() && terms[2].is_iri() && graph.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn spog(quad: QuadRef<'a>) -> Spog<Self> {
        let graph = match quad.graph_name {
            GraphNameRef::DefaultGraph => None,
            GraphNameRef::NamedNode(node) => Some(Self(node.into())),
            GraphNameRef::BlankNode(node) => Some(Self(node.into())),
        };
        ([Self(quad.subject.into()), Self(quad.predicate.into()), Self(quad.object)], graph)
    }

    fn parts(self) -> Option<[Self; 3]> {
        let TermRef::Triple(triple) = self.0 else { return None };
        Some([
            Self(triple.subject.as_ref().into()),
            Self(triple.predicate.as_ref().into()),
            Self(triple.object.as_ref()),
        ])
    }
}

impl Term for BorrowedTerm<'_> {
    type BorrowTerm<'x>
        = BorrowedTerm<'x>
    where
        Self: 'x;

    fn kind(&self) -> TermKind {
        match self.0 {
            TermRef::NamedNode(_) => TermKind::Iri,
            TermRef::BlankNode(_) => TermKind::BlankNode,
            TermRef::Literal(_) => TermKind::Literal,
            TermRef::Triple(_) => TermKind::Triple,
        }
    }

    fn iri(&self) -> Option<IriRef<MownStr<'_>>> {
        let TermRef::NamedNode(node) = self.0 else { return None };
        Some(IriRef::new_unchecked(node.as_str().into()))
    }

    fn bnode_id(&self) -> Option<BnodeId<MownStr<'_>>> {
        let TermRef::BlankNode(node) = self.0 else { return None };
        Some(BnodeId::new_unchecked(node.as_str().into()))
    }

    fn lexical_form(&self) -> Option<MownStr<'_>> {
        let TermRef::Literal(literal) = self.0 else { return None };
        Some(literal.value().into())
    }

    fn datatype(&self) -> Option<IriRef<MownStr<'_>>> {
        let TermRef::Literal(literal) = self.0 else { return None };
        Some(IriRef::new_unchecked(literal.datatype().as_str().into()))
    }

    fn language_tag(&self) -> Option<LanguageTag<MownStr<'_>>> {
        let TermRef::Literal(literal) = self.0 else { return None };
        Some(LanguageTag::new_unchecked(literal.language()?.into()))
    }

    fn base_direction(&self) -> Option<BaseDirection> {
        let TermRef::Literal(literal) = self.0 else { return None };
        Some(match literal.direction()? {
            model::BaseDirection::Ltr => BaseDirection::Ltr,
            model::BaseDirection::Rtl => BaseDirection::Rtl,
        })
    }

    fn triple(&self) -> Option<[BorrowedTerm<'_>; 3]> {
        self.parts()
    }

    fn to_triple(self) -> Option<[Self; 3]> {
        self.parts()
    }

    fn borrow_term(&self) -> BorrowedTerm<'_> {
        *self
    }
}

impl Term for OwnedTerm {
    type BorrowTerm<'x> = BorrowedTerm<'x>;

    fn kind(&self) -> TermKind {
        self.borrow_term().kind()
    }

    fn iri(&self) -> Option<IriRef<MownStr<'_>>> {
        let model::Term::NamedNode(node) = &self.0 else { return None };
        Some(IriRef::new_unchecked(node.as_str().into()))
    }

    fn bnode_id(&self) -> Option<BnodeId<MownStr<'_>>> {
        let model::Term::BlankNode(node) = &self.0 else { return None };
        Some(BnodeId::new_unchecked(node.as_str().into()))
    }

    fn lexical_form(&self) -> Option<MownStr<'_>> {
        let model::Term::Literal(literal) = &self.0 else { return None };
        Some(literal.value().into())
    }

    fn datatype(&self) -> Option<IriRef<MownStr<'_>>> {
        let model::Term::Literal(literal) = &self.0 else { return None };
        Some(IriRef::new_unchecked(literal.datatype().as_str().into()))
    }

    fn language_tag(&self) -> Option<LanguageTag<MownStr<'_>>> {
        let model::Term::Literal(literal) = &self.0 else { return None };
        Some(LanguageTag::new_unchecked(literal.language()?.into()))
    }

    fn base_direction(&self) -> Option<BaseDirection> {
        self.borrow_term().base_direction()
    }

    fn triple(&self) -> Option<[BorrowedTerm<'_>; 3]> {
        self.borrow_term().parts()
    }

    fn to_triple(self) -> Option<[Self; 3]> {
        let model::Term::Triple(triple) = self.0 else { return None };
        let Triple { subject, predicate, object } = *triple;
        Some([Self(subject.into()), Self(predicate.into()), Self(object)])
    }

    fn borrow_term(&self) -> BorrowedTerm<'_> {
        BorrowedTerm(self.0.as_ref())
    }
}

/// What a pattern asks of a place in a quad.
enum Place {
    Any,
    Is(TermId),
    /// A term that no quad has.
    Nothing,
}

impl Snapshot {
    /// The place that a matcher's one term asks for. A literal with a language is looked for among all, as sophia takes `en` and `EN`
    /// for one.
    fn place<T: Term + ?Sized>(&self, constant: Option<&T>) -> Place {
        let Some(term) = constant else { return Place::Any };
        if term.language_tag().is_some() || term.is_triple() {
            return Place::Any;
        }
        let found = atom(term).and_then(|term| self.state.dictionary.find(term.as_ref()));
        found.map_or(Place::Nothing, Place::Is)
    }

    fn spog(&self, [subject, predicate, object, graph]: [TermId; 4]) -> Spog<OwnedTerm> {
        let term = |id| OwnedTerm(self.state.dictionary.term(id));
        ([term(subject), term(predicate), term(object)], (graph != DEFAULT_GRAPH).then(|| term(graph)))
    }
}

/// A term of sophia's that has no parts, as ours; none for a variable.
fn atom<T: Term + ?Sized>(term: &T) -> Option<model::Term> {
    Some(match term.kind() {
        TermKind::Iri => NamedNode::new_unchecked(term.iri()?.to_string()).into(),
        TermKind::BlankNode => model::BlankNode::new_unchecked(term.bnode_id()?.to_string()).into(),
        TermKind::Literal => {
            let datatype = NamedNode::new_unchecked(term.datatype()?.to_string());
            Literal::new_typed_literal(term.lexical_form()?.to_string(), datatype).into()
        }
        TermKind::Triple | TermKind::Variable => return None,
    })
}

/// Every quad of every graph. A pattern whose places name one term each is looked up rather than searched for.
///
/// ```
/// use milieu::sparql::{self, QueryOptions};
/// use sophia::api::{dataset::Dataset, ns::rdfs, quad::Quad, term::{Term, matcher::Any}};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let store = milieu::Store::new();
/// let text = "INSERT DATA { GRAPH graph:toy { nuts:DE11 a milieu:Region ; rdfs:label 'Stuttgart'@de } }";
/// let snapshot = sparql::update(&store, text, &QueryOptions::default())?;
/// let labels = snapshot.quads_matching(Any, [rdfs::label], Any, Any);
/// let labels: Vec<_> = labels.map(|quad| quad.map(|quad| quad.o().lexical_form().unwrap().to_string())).collect::<Result<_, _>>()?;
/// assert_eq!(labels, ["Stuttgart"]);
/// # Ok(()) }
/// ```
impl Dataset for Snapshot {
    type Quad<'x> = Spog<OwnedTerm>;
    type Error = Infallible;

    fn quads(&self) -> impl Iterator<Item = Result<Spog<OwnedTerm>, Infallible>> + '_ {
        self.matches(None, None, None, Scope::All).map(|row| Ok(self.spog(row)))
    }

    fn quads_matching<'s, 't, S, P, O, G>(
        &'s self,
        subjects: S,
        predicates: P,
        objects: O,
        graphs: G,
    ) -> impl Iterator<Item = Result<Spog<OwnedTerm>, Infallible>> + 't
    where
        's: 't,
        S: TermMatcher + 't,
        P: TermMatcher + 't,
        O: TermMatcher + 't,
        G: GraphNameMatcher + 't,
    {
        let scope = match graphs.constant() {
            None => Some(Scope::All),
            Some(None) => Some(Scope::Graph(DEFAULT_GRAPH)),
            Some(Some(graph)) => match self.place(Some(graph)) {
                Place::Any => Some(Scope::All),
                Place::Is(id) => Some(Scope::Graph(id)),
                Place::Nothing => None,
            },
        };
        let id = |place| match place {
            Place::Any => Some(None),
            Place::Is(id) => Some(Some(id)),
            Place::Nothing => None,
        };
        let rows = id(self.place(subjects.constant()))
            .zip(id(self.place(predicates.constant())))
            .zip(id(self.place(objects.constant())))
            .zip(scope)
            .map(|(((subject, predicate), object), scope)| self.matches(subject, predicate, object, scope));
        rows.into_iter()
            .flatten()
            .map(|row| self.spog(row))
            .filter(move |quad| {
                quad.matched_by(
                    subjects.matcher_ref(),
                    predicates.matcher_ref(),
                    objects.matcher_ref(),
                    graphs.matcher_ref(),
                )
            })
            .map(Ok)
    }
}

/// No quad comes twice.
impl SetDataset for Snapshot {}
