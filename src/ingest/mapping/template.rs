//! Templates such as `id:actor/mine/{vat|slug}`.

use super::MappingError;
use crate::source::Refused;
use std::fmt::Write;

/// A template that was read: text and columns by turns.
#[derive(Debug, Clone)]
pub(in crate::ingest) enum Template {
    /// The thing that the row is about.
    Row,
    /// Pieces one after another.
    Pieces(Vec<Piece>),
}

#[derive(Debug, Clone)]
pub(in crate::ingest) enum Piece {
    Text(String),
    /// The column's place in the table and how its text is changed.
    Column {
        name: String,
        place: usize,
        filters: Vec<Filter>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Filter {
    Slug,
    Lower,
    Upper,
    Digits,
}

impl Template {
    /// Reads a template; `place` says where a column stands, or fails.
    pub(in crate::ingest) fn read(
        text: &str,
        at: &str,
        mut column: impl FnMut(&str) -> Result<usize, MappingError>,
    ) -> Result<Self, MappingError> {
        if text == "@row" {
            return Ok(Self::Row);
        }
        let wrong = |reason: &str| MappingError::Template {
            place: at.to_owned(),
            template: text.to_owned(),
            reason: reason.to_owned(),
        };
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                pieces.push(Piece::Text(rest[..open].to_owned()));
            }
            let close = rest[open..].find('}').ok_or_else(|| wrong("has a { without its }"))? + open;
            let mut parts = rest[open + 1..close].split('|').map(str::trim);
            let name = parts.next().unwrap_or_default().to_owned();
            let filters: Result<Vec<Filter>, _> = parts.map(|filter| Filter::named(filter).ok_or(filter)).collect();
            let filters = filters.map_err(|filter| {
                wrong(&format!("has the filter \"{filter}\", which is none of slug, lower, upper, digits"))
            })?;
            pieces.push(Piece::Column { place: column(&name)?, name, filters });
            rest = &rest[close + 1..];
        }
        if rest.contains('}') {
            return Err(wrong("has a } without its {"));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        if pieces.is_empty() {
            return Err(wrong("is empty"));
        }
        Ok(Self::Pieces(pieces))
    }

    /// The text with the columns put in, each encoded as a part of an IRI if so wished; a column that is empty breaks the row.
    pub(in crate::ingest) fn fill(
        &self,
        encode: Encode,
        mut cell: impl FnMut(usize) -> String,
        refuse: impl Fn(&str, &str, &str) -> Refused,
    ) -> Result<String, Refused> {
        let Self::Pieces(pieces) = self else { return Ok(String::new()) };
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(fixed) => text.push_str(fixed),
                Piece::Column { name, place, filters } => {
                    let value = cell(*place);
                    let filtered = filters.iter().fold(value.clone(), |value, filter| filter.apply(&value));
                    if filtered.is_empty() {
                        let reason = if value.is_empty() {
                            "empty, but it is part of an identifier"
                        } else {
                            "nothing of it is left for the identifier"
                        };
                        return Err(refuse(name, &value, reason));
                    }
                    match encode {
                        Encode::Iri => encode_into(&mut text, &filtered),
                        Encode::No => text.push_str(&filtered),
                    }
                }
            }
        }
        Ok(text)
    }
}

impl Template {
    /// The columns it takes.
    pub(in crate::ingest) fn columns(&self) -> impl Iterator<Item = &str> {
        let pieces = match self {
            Self::Row => &[][..],
            Self::Pieces(pieces) => pieces,
        };
        pieces.iter().filter_map(|piece| match piece {
            Piece::Column { name, .. } => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }
}

/// Whether what is put into a template becomes part of an IRI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Encode {
    Iri,
    No,
}

impl Filter {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "slug" => Self::Slug,
            "lower" => Self::Lower,
            "upper" => Self::Upper,
            "digits" => Self::Digits,
            _ => return None,
        })
    }

    fn apply(self, value: &str) -> String {
        match self {
            Self::Slug => slug(value),
            Self::Lower => value.to_lowercase(),
            Self::Upper => value.to_uppercase(),
            Self::Digits => value.chars().filter(char::is_ascii_digit).collect(),
        }
    }
}

/// Small letters and digits, with one hyphen for whatever lies between.
pub(super) fn slug(value: &str) -> String {
    let mut slug = String::new();
    for c in value.to_lowercase().chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// A value as one segment of an IRI: what would part or end it is percent-encoded.
fn encode_into(iri: &mut String, value: &str) {
    for c in value.chars() {
        if c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') {
            iri.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                write!(iri, "%{byte:02X}").expect("a string takes all that is written");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, value: &str) -> Result<String, Refused> {
        let template = Template::read(template, "here", |_| Ok(0)).unwrap();
        template.fill(
            Encode::Iri,
            |_| value.to_owned(),
            |column, value, reason| Refused::new("t.csv", 2, reason).column(column).value(value),
        )
    }

    #[test]
    fn values_become_parts_of_iris() {
        assert_eq!(filled("id:a/{x|slug}", "  Łódź & Söhne, GmbH ").unwrap(), "id:a/łódź-söhne-gmbh");
        assert_eq!(filled("id:a/{x}", "a/b c").unwrap(), "id:a/a%2Fb%20c");
        assert_eq!(filled("id:a/{x|digits}-{ x | upper }", "be 12").unwrap(), "id:a/12-BE%2012");
        assert_eq!(filled("{x|slug}", "--").unwrap_err().reason, "nothing of it is left for the identifier");
    }

    #[test]
    fn templates_that_cannot_be_read_are_told() {
        for (template, reason) in [
            ("{x", "has a { without its }"),
            ("x}", "has a } without its {"),
            ("", "is empty"),
            ("{x|shout}", "has the filter \"shout\""),
        ] {
            let error = Template::read(template, "here", |_| Ok(0)).unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
