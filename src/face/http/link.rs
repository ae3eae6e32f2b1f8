//! Addresses of pages.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::vocab;

/// What may stand in a query's value as it is.
const VALUE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/').remove(b':');

/// `text` as a value in an address.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// The page of the thing `iri`.
///
/// Terms of the ontology have pages of their own, things of ours keep their path, all others are named whole.
pub(super) fn page_of(iri: &str) -> String {
    if let Some(path) = iri.strip_prefix(vocab::ID).filter(|path| !path.is_empty() && !path.contains(['?', '#'])) {
        return format!("/id/{path}");
    }
    if let Some(term) = iri.strip_prefix(vocab::M).filter(|term| !term.is_empty()) {
        return format!("/ontology/{}", encode(term));
    }
    if let Some(view) = iri.strip_prefix(vocab::VIEW) {
        return format!("/views/{view}");
    }
    format!("/entity?iri={}", encode(iri))
}

/// What stands for `iri` where it has no label: a prefixed name if there is one, else its last part, else all of it.
pub(super) fn short(iri: &str) -> String {
    let prefixed = crate::model::NamedNodeRef::new(iri).ok().and_then(vocab::shorten);
    let last = || iri.trim_end_matches(['/', '#']).rsplit(['/', '#']).next().filter(|last| !last.is_empty());
    prefixed.or_else(|| last().map(str::to_owned)).unwrap_or_else(|| iri.to_owned())
}

/// A query string, `?` and all, or nothing.
pub(super) fn query_string<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> String {
    let pairs: Vec<_> = pairs.into_iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_thing_has_a_page() {
        for (iri, page) in [
            ("https://w3id.org/milieu/id/toy/actor/a%20b", "/id/toy/actor/a%20b"),
            ("https://w3id.org/milieu/id/a?b", "/entity?iri=https://w3id.org/milieu/id/a%3Fb"),
            ("https://w3id.org/milieu/ontology#Cluster", "/ontology/Cluster"),
            ("https://w3id.org/milieu/view/linkage/reach", "/views/linkage/reach"),
            ("http://data.europa.eu/nuts/code/DE11", "/entity?iri=http://data.europa.eu/nuts/code/DE11"),
            ("https://w3id.org/milieu/scheme/flow#goods", "/entity?iri=https://w3id.org/milieu/scheme/flow%23goods"),
        ] {
            assert_eq!(page_of(iri), page);
        }
    }

    #[test]
    fn names_without_labels() {
        assert_eq!(short("http://data.europa.eu/nuts/code/DE11"), "nuts:DE11");
        assert_eq!(short("https://example.org/things/ab/"), "ab");
        assert_eq!(short("urn:x:y"), "urn:x:y");
    }
}
