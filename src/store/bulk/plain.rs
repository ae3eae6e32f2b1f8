//! Terms that are plainly right: those that need none of the parser's care.

use oxigraph::model::vocab::rdf;
use oxigraph::model::{LiteralRef, NamedNodeRef, TermRef};
use oxiri::Iri;

use crate::store::term;

/// Appends the dictionary's form of an IRI or a literal as it is written in a line; nothing, and `None`, when it is for the real parser
/// to say whether it is one.
pub(super) fn encode(token: &[u8], to: &mut Vec<u8>) -> Option<()> {
    let token = std::str::from_utf8(token).ok()?;
    let term: TermRef<'_> = match token.strip_prefix('"') {
        None => iri(token)?.into(),
        Some(rest) => {
            let (value, kind) = rest.split_at(memchr::memchr(b'"', rest.as_bytes())?);
            // The other line end ends a literal too soon.
            if memchr::memchr(b'\r', value.as_bytes()).is_some() {
                return None;
            }
            if let Some(tag) = kind.strip_prefix("\"@") {
                return language(tag, |tag| {
                    let literal = LiteralRef::new_language_tagged_literal_unchecked(value, tag);
                    term::encode(literal.into(), to);
                });
            }
            match kind.strip_prefix("\"^^") {
                None => LiteralRef::new_simple_literal(value).into(),
                Some(datatype) => {
                    let datatype = iri(datatype)?;
                    if datatype == rdf::LANG_STRING || datatype == rdf::DIR_LANG_STRING {
                        return None;
                    }
                    LiteralRef::new_typed_literal(value, datatype).into()
                }
            }
        }
    };
    term::encode(term, to);
    Some(())
}

fn iri(token: &str) -> Option<NamedNodeRef<'_>> {
    let iri = token.strip_prefix('<')?.strip_suffix('>')?;
    let right = is_plain(iri) || Iri::parse(iri).is_ok();
    right.then(|| NamedNodeRef::new_unchecked(iri))
}

/// An IRI of the web with a plain host: letters, digits, and what needs no escape.
fn is_plain(iri: &str) -> bool {
    let Some(rest) = iri.strip_prefix("http").map(|rest| rest.strip_prefix('s').unwrap_or(rest)) else {
        return false;
    };
    let Some(rest) = rest.strip_prefix("://").map(str::as_bytes) else { return false };
    let host = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.')).count();
    let rest = &rest[host..];
    host > 0
        && matches!(rest.first(), None | Some(b'/' | b'?' | b'#'))
        && rest.iter().all(|byte| PLAIN[usize::from(*byte)])
        && memchr::memchr_iter(b'#', rest).count() < 2
}

/// What RFC 3987 lets stand in path, query and fragment alike, and the `#` between them.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let allowed = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?#";
    let mut at = 0;
    while at < allowed.len() {
        plain[allowed[at] as usize] = true;
        at += 1;
    }
    plain
};

/// Hands on a tag of the usual shape (`de`, `gsw`, `pt-BR`, `es-419`), in small letters as the parser has it.
fn language(tag: &str, take: impl FnOnce(&str)) -> Option<()> {
    let (language, region) = tag.split_once('-').map_or((tag, None), |(language, region)| (language, Some(region)));
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let usual = matches!(language.len(), 2 | 3)
        && letters(language)
        && region.is_none_or(|region| match region.len() {
            2 => letters(region),
            3 => region.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        });
    if !usual {
        return None;
    }
    if tag.bytes().any(|byte| byte.is_ascii_uppercase()) {
        take(&tag.to_ascii_lowercase());
    } else {
        take(tag);
    }
    Some(())
}
