//! Terms as bytes: the form in which the dictionary keeps, compares and hashes them.
//!
//! A term is one tag byte and its text. The lexical form is kept exactly as it was written: `"1.10"` and `"1.1"` are two
//! literals, as RDF has it.

use std::borrow::Cow;

use oxigraph::model::{
    BaseDirection, Literal, LiteralRef, NamedNodeRef, NamedOrBlankNode, Term, TermRef, Triple, TripleRef, vocab::xsd,
};
use oxigraph::model::{BlankNode, NamedNode};

const IRI: u8 = 0;
const BLANK: u8 = 1;
const STRING: u8 = 2;
const LANG: u8 = 3;
const TYPED: u8 = 4;
const LANG_LTR: u8 = 5;
const LANG_RTL: u8 = 6;
const TRIPLE: u8 = 7;
/// Tags from here on stand for the datatypes of [`SHORT`].
const FIRST_SHORT: u8 = 16;
pub(super) const INTEGER: u8 = FIRST_SHORT;
pub(super) const DECIMAL: u8 = FIRST_SHORT + 1;
pub(super) const DOUBLE: u8 = FIRST_SHORT + 2;
pub(super) const BOOLEAN: u8 = FIRST_SHORT + 3;
pub(super) const DATE: u8 = FIRST_SHORT + 4;
pub(super) const G_YEAR: u8 = FIRST_SHORT + 6;
pub(super) const FLOAT: u8 = FIRST_SHORT + 7;

/// Datatypes so common that their IRI is left out.
const SHORT: [NamedNodeRef<'static>; 8] =
    [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE, xsd::BOOLEAN, xsd::DATE, xsd::DATE_TIME, xsd::G_YEAR, xsd::FLOAT];

/// The kind of an encoded term, by its tag alone.
pub(crate) fn kind(bytes: &[u8]) -> Kind {
    match bytes.first() {
        Some(&IRI) => Kind::Iri,
        Some(&BLANK) => Kind::Blank,
        Some(&TRIPLE) => Kind::Triple,
        _ => Kind::Literal,
    }
}

/// Appends the bytes of `term` to `to`.
pub(crate) fn encode(term: TermRef<'_>, to: &mut Vec<u8>) {
    match term {
        TermRef::NamedNode(node) => text(IRI, node.as_str(), to),
        TermRef::BlankNode(node) => text(BLANK, node.as_str(), to),
        TermRef::Literal(literal) => encode_literal(literal, to),
        TermRef::Triple(triple) => encode_triple(triple.as_ref(), to),
    }
}

fn text(tag: u8, value: &str, to: &mut Vec<u8>) {
    to.push(tag);
    to.extend_from_slice(value.as_bytes());
}

/// A tag, the length of a first text in two bytes, that text, and the value.
fn two_texts(tag: u8, first: &str, value: &str, to: &mut Vec<u8>) {
    let length = u16::try_from(first.len()).unwrap_or(u16::MAX);
    to.push(tag);
    to.extend_from_slice(&length.to_le_bytes());
    to.extend_from_slice(&first.as_bytes()[..usize::from(length)]);
    to.extend_from_slice(value.as_bytes());
}

fn encode_literal(literal: LiteralRef<'_>, to: &mut Vec<u8>) {
    if let Some(language) = literal.language() {
        let tag = match literal.direction() {
            None => LANG,
            Some(BaseDirection::Ltr) => LANG_LTR,
            Some(BaseDirection::Rtl) => LANG_RTL,
        };
        return two_texts(tag, language, literal.value(), to);
    }
    typed(literal.datatype().as_str(), literal.value(), to);
}

fn typed(datatype: &str, value: &str, to: &mut Vec<u8>) {
    if datatype == xsd::STRING.as_str() {
        text(STRING, value, to);
    } else if let Some((short, _)) = (FIRST_SHORT..).zip(SHORT).find(|(_, known)| known.as_str() == datatype) {
        text(short, value, to);
    } else {
        two_texts(TYPED, datatype, value, to);
    }
}

fn encode_triple(triple: TripleRef<'_>, to: &mut Vec<u8>) {
    to.push(TRIPLE);
    for part in [triple.subject.into(), triple.predicate.into(), triple.object] {
        let at = to.len();
        to.extend_from_slice(&[0; 4]);
        encode(part, to);
        let length = u32::try_from(to.len() - at - 4).unwrap_or(u32::MAX);
        to[at..at + 4].copy_from_slice(&length.to_le_bytes());
    }
}

/// True for the bytes of an IRI or a blank node.
pub(crate) fn is_node(bytes: &[u8]) -> bool {
    matches!(kind(bytes), Kind::Iri | Kind::Blank)
}

/// The term that [`encode`] wrote, or `None` when the bytes are not of its making.
pub(crate) fn decode(bytes: &[u8]) -> Option<Term> {
    let (&tag, rest) = bytes.split_first()?;
    Some(match tag {
        IRI => NamedNode::new_unchecked(utf8(rest)?).into(),
        BLANK => BlankNode::new_unchecked(utf8(rest)?).into(),
        STRING => Literal::new_simple_literal(utf8(rest)?).into(),
        LANG | LANG_LTR | LANG_RTL => {
            let (language, value) = split(rest)?;
            match tag {
                LANG => Literal::new_language_tagged_literal_unchecked(value, language),
                LANG_LTR => {
                    Literal::new_directional_language_tagged_literal_unchecked(value, language, BaseDirection::Ltr)
                }
                _ => Literal::new_directional_language_tagged_literal_unchecked(value, language, BaseDirection::Rtl),
            }
            .into()
        }
        TYPED => {
            let (datatype, value) = split(rest)?;
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
        TRIPLE => {
            let (subject, rest) = part(rest)?;
            let (predicate, rest) = part(rest)?;
            let (object, _) = part(rest)?;
            let subject: NamedOrBlankNode = match subject {
                Term::NamedNode(node) => node.into(),
                Term::BlankNode(node) => node.into(),
                _ => return None,
            };
            let Term::NamedNode(predicate) = predicate else {
                return None;
            };
            Term::Triple(Box::new(Triple::new(subject, predicate, object)))
        }
        short => {
            let datatype = SHORT.get(usize::from(short.checked_sub(FIRST_SHORT)?))?;
            Literal::new_typed_literal(utf8(rest)?, *datatype).into()
        }
    })
}

/// What a term is made of, as columns of a file have it.
#[derive(Debug, PartialEq)]
pub(crate) struct Parts<'a> {
    pub(crate) kind: Kind,
    /// IRI, label of the blank node, lexical form, or the triple term as N-Triples writes it.
    pub(crate) value: Cow<'a, str>,
    /// The datatype's IRI; a literal with a language has none.
    pub(crate) datatype: Option<&'a str>,
    pub(crate) language: Option<&'a str>,
    /// `ltr` or `rtl`.
    pub(crate) direction: Option<&'static str>,
}

/// Which kind of term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Iri,
    Blank,
    Literal,
    Triple,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Iri, Self::Blank, Self::Literal, Self::Triple];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Iri => "iri",
            Self::Blank => "blank",
            Self::Literal => "literal",
            Self::Triple => "triple",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl<'a> Parts<'a> {
    /// The parts of an encoded term, or `None` when the bytes are not of [`encode`]'s making.
    pub(crate) fn of(bytes: &'a [u8]) -> Option<Self> {
        let (&tag, rest) = bytes.split_first()?;
        let plain = |kind, value| Self { kind, value, datatype: None, language: None, direction: None };
        let literal = |value: &'a str| plain(Kind::Literal, Cow::Borrowed(value));
        Some(match tag {
            IRI => plain(Kind::Iri, utf8(rest)?.into()),
            BLANK => plain(Kind::Blank, utf8(rest)?.into()),
            TRIPLE => plain(Kind::Triple, decode(bytes)?.to_string().into()),
            STRING => Self { datatype: Some(xsd::STRING.as_str()), ..literal(utf8(rest)?) },
            LANG | LANG_LTR | LANG_RTL => {
                let (language, value) = split(rest)?;
                let direction = match tag {
                    LANG => None,
                    LANG_LTR => Some("ltr"),
                    _ => Some("rtl"),
                };
                Self { language: Some(language), direction, ..literal(value) }
            }
            TYPED => {
                let (datatype, value) = split(rest)?;
                Self { datatype: Some(datatype), ..literal(value) }
            }
            short => {
                let datatype = SHORT.get(usize::from(short.checked_sub(FIRST_SHORT)?))?.as_str();
                Self { datatype: Some(datatype), ..literal(utf8(rest)?) }
            }
        })
    }

    /// Appends the bytes of the term, or says that there is no such term.
    pub(crate) fn encode(&self, to: &mut Vec<u8>) -> Option<()> {
        match (self.kind, self.datatype, self.language) {
            (Kind::Iri, None, None) => text(IRI, &self.value, to),
            (Kind::Blank, None, None) => text(BLANK, &self.value, to),
            (Kind::Triple, None, None) => encode(self.value.parse::<Term>().ok()?.as_ref(), to),
            (Kind::Literal, Some(datatype), None) => typed(datatype, &self.value, to),
            (Kind::Literal, None, Some(language)) => {
                let tag = match self.direction {
                    None => LANG,
                    Some("ltr") => LANG_LTR,
                    Some("rtl") => LANG_RTL,
                    Some(_) => return None,
                };
                two_texts(tag, language, &self.value, to);
            }
            _ => return None,
        }
        Some(())
    }
}

/// The text of an encoded term that can be read as it lies.
pub(crate) enum Text<'a> {
    Iri(&'a str),
    /// A string, with a language or without.
    Plain(&'a str),
    /// A literal of another datatype, whose text may be one of several for its value.
    Typed,
    /// A blank node or a triple term.
    None,
}

impl<'a> Text<'a> {
    #[inline]
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        let text = match bytes.split_first() {
            Some((&IRI, text)) => utf8(text).map(Self::Iri),
            Some((&STRING, text)) => utf8(text).map(Self::Plain),
            Some((&(LANG | LANG_LTR | LANG_RTL), rest)) => {
                let language =
                    rest.split_first_chunk::<2>().map(|(length, _)| 2 + usize::from(u16::from_le_bytes(*length)));
                language.and_then(|end| utf8(rest.get(end..)?)).map(Self::Plain)
            }
            Some((&(BLANK | TRIPLE), _)) => None,
            _ => Some(Self::Typed),
        };
        text.unwrap_or(Self::None)
    }
}

/// The language of an encoded literal, if it has one.
#[inline]
pub(crate) fn language(bytes: &[u8]) -> Option<&str> {
    match bytes.split_first()? {
        (&(LANG | LANG_LTR | LANG_RTL), rest) => {
            let (length, rest) = rest.split_first_chunk::<2>()?;
            utf8(rest.get(..usize::from(u16::from_le_bytes(*length)))?)
        }
        _ => None,
    }
}

fn utf8(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

fn split(bytes: &[u8]) -> Option<(&str, &str)> {
    let (length, rest) = bytes.split_first_chunk::<2>()?;
    let (first, value) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
    Some((utf8(first)?, utf8(value)?))
}

fn part(bytes: &[u8]) -> Option<(Term, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (term, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    Some((decode(term)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_term_comes_back_as_it_was() {
        let iri = NamedNode::new_unchecked("http://example.com/a");
        let terms: Vec<Term> = vec![
            iri.clone().into(),
            BlankNode::new_unchecked("b").into(),
            Literal::new_simple_literal("").into(),
            Literal::new_simple_literal("naïve \u{0} text").into(),
            Literal::new_language_tagged_literal_unchecked("Stoccarda", "it").into(),
            Literal::new_directional_language_tagged_literal_unchecked("x", "ar", BaseDirection::Rtl).into(),
            Literal::new_typed_literal("1.10", xsd::DECIMAL).into(),
            Literal::new_typed_literal("1.1", xsd::DECIMAL).into(),
            Literal::new_typed_literal("007", xsd::INTEGER).into(),
            Literal::new_typed_literal("P1D", xsd::DURATION).into(),
            Triple::new(iri.clone(), iri.clone(), Literal::from(3)).into(),
        ];
        for term in terms {
            let mut bytes = Vec::new();
            encode(term.as_ref(), &mut bytes);
            let mut again = Vec::new();
            Parts::of(&bytes).unwrap().encode(&mut again).unwrap();
            assert_eq!(again, bytes);
            assert_eq!(decode(&bytes), Some(term));
        }
    }

    #[test]
    fn texts_and_languages_are_read_where_they_lie() {
        let read = |term: Term| {
            let mut bytes = Vec::new();
            encode(term.as_ref(), &mut bytes);
            let text = match Text::of(&bytes) {
                Text::Iri(text) => format!("iri {text}"),
                Text::Plain(text) => format!("plain {text}"),
                Text::Typed => "typed".to_owned(),
                Text::None => "none".to_owned(),
            };
            (text, language(&bytes).map(ToOwned::to_owned))
        };
        let expected = |text: &str, language: Option<&str>| (text.to_owned(), language.map(ToOwned::to_owned));
        assert_eq!(read(NamedNode::new_unchecked("urn:a").into()), expected("iri urn:a", None));
        assert_eq!(read(BlankNode::new_unchecked("b").into()), expected("none", None));
        assert_eq!(read(Literal::new_simple_literal("é").into()), expected("plain é", None));
        let tagged = Literal::new_language_tagged_literal_unchecked("é", "it");
        assert_eq!(read(tagged.into()), expected("plain é", Some("it")));
        assert_eq!(read(Literal::new_typed_literal("1", xsd::DECIMAL).into()), expected("typed", None));
        assert_eq!(read(Literal::new_typed_literal("1", xsd::DURATION).into()), expected("typed", None));
    }

    #[test]
    fn bytes_of_another_making_are_refused() {
        for bytes in [&[][..], &[99, 1], &[LANG, 9, 0, b'd'], &[IRI, 0xff]] {
            assert_eq!(decode(bytes), None);
        }
    }
}
