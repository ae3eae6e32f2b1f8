//! The terms that a mapping may use: the ontology's own to the letter, others by their vocabulary.

use super::MappingError;
use super::error::meant;
use crate::ingest::embedded::{File, ONTOLOGY};
use crate::io::{RdfFormat, RdfParser};
use crate::model::vocab::{rdf, rdfs};
use crate::model::{NamedNode, NamedOrBlankNode, Quad, Term};
use crate::source::{country_codes, shipped};
use crate::text::{fold, nearest};
use crate::vocab::{self, PREFIXES, skos};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// What the ontology and its schemes declare.
static DECLARED: LazyLock<Declared> = LazyLock::new(|| Declared::read(ONTOLOGY));

#[derive(Default)]
struct Declared {
    classes: BTreeSet<String>,
    properties: BTreeSet<String>,
    /// By scheme: label, notation or name, folded, and the concept.
    concepts: BTreeMap<String, HashMap<String, NamedNode>>,
}

impl Declared {
    fn read(files: &[File]) -> Self {
        let mut declared = Self::default();
        for (_, bytes) in files {
            let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(bytes);
            quads.for_each(|quad| declared.take(&quad.expect("the ontology that is built in reads")));
        }
        declared
    }

    fn take(&mut self, quad: &Quad) {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return };
        if let Term::NamedNode(class) = &quad.object
            && quad.predicate == rdf::TYPE
        {
            match class.as_str().rsplit(['#', '/']).next() {
                Some("Class") => drop(self.classes.insert(subject.as_str().to_owned())),
                Some("ObjectProperty" | "DatatypeProperty" | "AnnotationProperty") => {
                    self.properties.insert(subject.as_str().to_owned());
                }
                _ => {}
            }
        }
        let names = [skos::NOTATION, skos::PREF_LABEL, skos::ALT_LABEL, rdfs::LABEL];
        let Some((scheme, name)) = subject.as_str().strip_prefix(vocab::SCHEME).and_then(|rest| rest.split_once('#'))
        else {
            return;
        };
        let concepts = self.concepts.entry(scheme.to_owned()).or_default();
        concepts.insert(folded(name), subject.clone());
        if let Term::Literal(text) = &quad.object
            && names.contains(&quad.predicate.as_ref())
        {
            concepts.entry(folded(text.value())).or_insert_with(|| subject.clone());
        }
    }
}

/// The terms of a mapping: what is known everywhere, and the prefixes it declares itself.
pub(in crate::ingest) struct Terms<'m> {
    prefixes: &'m BTreeMap<String, String>,
}

/// What a term is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Use {
    Class,
    Property,
}

impl<'m> Terms<'m> {
    pub(in crate::ingest) fn new(prefixes: &'m BTreeMap<String, String>) -> Self {
        Self { prefixes }
    }

    /// The IRI of a prefixed name or a whole IRI; nothing when it is neither.
    pub(in crate::ingest) fn expand(&self, name: &str) -> Option<NamedNode> {
        if let Some((prefix, local)) = name.split_once(':')
            && let Some(namespace) = self.prefixes.get(prefix)
        {
            return NamedNode::new(format!("{namespace}{local}")).ok();
        }
        vocab::expand(name).or_else(|| if name.contains("://") { NamedNode::new(name).ok() } else { None })
    }

    /// A class or property that is known: declared by the ontology, of a vocabulary that is known, or under a prefix of the mapping's.
    pub(in crate::ingest) fn known(&self, name: &str, used_as: Use, place: &str) -> Result<NamedNode, MappingError> {
        let (what, declared) = match used_as {
            Use::Class => ("class", &DECLARED.classes),
            Use::Property => ("property", &DECLARED.properties),
        };
        let unknown = || MappingError::UnknownTerm {
            place: place.to_owned(),
            what,
            name: name.to_owned(),
            nearest: nearest(name, declared.iter().filter_map(|iri| short(iri))),
        };
        let term = self.expand(name).ok_or_else(unknown)?;
        let iri = term.as_str();
        let own = iri.starts_with(vocab::M) || iri.starts_with(vocab::SCHEME);
        let foreign = PREFIXES.iter().any(|(_, namespace)| iri.starts_with(namespace))
            || self.prefixes.values().any(|namespace| iri.starts_with(namespace.as_str()));
        let fits = declared.contains(iri) || (!own && foreign);
        if fits { Ok(term) } else { Err(unknown()) }
    }

    /// The concepts of a scheme.
    pub(in crate::ingest) fn scheme(name: &str, place: &str) -> Result<Concepts, MappingError> {
        let (name, by_name) = DECLARED.concepts.get_key_value(name).ok_or_else(|| MappingError::UnknownTerm {
            place: place.to_owned(),
            what: "scheme",
            name: name.to_owned(),
            nearest: nearest(name, DECLARED.concepts.keys().cloned()),
        })?;
        Ok(Concepts { scheme: name, by_name })
    }
}

/// The concepts of one scheme.
#[derive(Clone, Copy)]
pub(in crate::ingest) struct Concepts {
    scheme: &'static str,
    by_name: &'static HashMap<String, NamedNode>,
}

impl Concepts {
    /// The concept with this label, notation, name, prefixed name or IRI.
    pub(in crate::ingest) fn find(&self, text: &str) -> Option<&'static NamedNode> {
        let text = text.strip_prefix(self.scheme).and_then(|rest| rest.strip_prefix(':')).unwrap_or(text);
        let text = text.strip_prefix(vocab::SCHEME).and_then(|rest| Some(rest.split_once('#')?.1)).unwrap_or(text);
        self.by_name.get(&folded(text))
    }

    /// What to say when there is none.
    pub(in crate::ingest) fn expected(&self, text: &str) -> String {
        let near = match meant(&nearest(text, self.names())) {
            none if none.is_empty() => format!(": {}", self.names().collect::<Vec<_>>().join(", ")),
            near => near,
        };
        format!("expected a concept of {}{near}", self.scheme)
    }

    /// The concepts' names, each once.
    pub(in crate::ingest) fn names(&self) -> impl Iterator<Item = String> + use<> {
        let names = self.by_name.values().filter_map(|concept| Some(concept.as_str().split_once('#')?.1.to_owned()));
        names.collect::<BTreeSet<String>>().into_iter()
    }
}

/// Text in which neither case nor the marks between words matter.
pub(in crate::ingest) fn folded(text: &str) -> String {
    super::template::slug(&fold(text))
}

/// The country with this code or name: alpha-2, alpha-3, as the Union writes it, or in English, French or Spanish.
pub(in crate::ingest) fn countries(text: &str) -> Option<NamedNode> {
    static COUNTRIES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let mut countries = HashMap::new();
        for country in shipped::countries() {
            let names = [Some(country.label_en), country.label_fr, country.label_es, Some(country.alpha2)];
            for name in names.into_iter().flatten() {
                countries.entry(folded(&name)).or_insert_with(|| country.alpha3.to_string());
            }
            countries.insert(folded(country.alpha3.as_str()), country.alpha3.to_string());
        }
        countries
    });
    let upper = text.trim().to_uppercase();
    let by_code = country_codes::alpha3(&upper).map(|code| code.to_string());
    by_code.or_else(|| COUNTRIES.get(&folded(text)).cloned()).map(|alpha3| vocab::country(&alpha3))
}

fn short(iri: &str) -> Option<String> {
    vocab::shorten(crate::model::NamedNodeRef::new(iri).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_any_code_or_name() {
        for text in ["DE", "de", "DEU", "Germany", "Allemagne", "Alemania"] {
            assert_eq!(countries(text), Some(vocab::country("DEU")), "{text}");
        }
        for (text, alpha3) in [("EL", "GRC"), ("UK", "GBR"), ("GB", "GBR"), ("XK", "XKX"), ("Côte d'Ivoire", "CIV")] {
            assert_eq!(countries(text), Some(vocab::country(alpha3)), "{text}");
        }
        assert_eq!(countries("Atlantis"), None);
    }
}
