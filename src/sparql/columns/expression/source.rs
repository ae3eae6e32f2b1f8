//! The text that a row has, read where it is kept.

use spargebra::algebra::Function;
use sparopt::algebra::Expression;

use super::kernel::Slots;
use super::truth::{ERROR, Scene, UNSURE, Verdict};
use crate::sparql::columns::chunk::{Slot, UNBOUND};
use crate::store::dictionary::TermId;
use crate::store::inline;
use crate::store::term::Text;

/// The text of a variable, as it is or in one case.
pub(super) struct Source {
    slot: Slot,
    /// STR of it, which an IRI has too.
    written: bool,
    case: Case,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Any,
    Lower,
    Upper,
}

impl Source {
    pub(super) fn of(expression: &Expression, slots: Slots<'_>) -> Option<Self> {
        match expression {
            Expression::Variable(variable) => Some(Self { slot: slots(variable)?, written: false, case: Case::Any }),
            Expression::FunctionCall(function, arguments) => {
                let source = Self::of(arguments.first()?, slots)?;
                match function {
                    Function::Str if source.case == Case::Any => Some(Self { written: true, ..source }),
                    Function::LCase if source.case == Case::Any => Some(Self { case: Case::Lower, ..source }),
                    Function::UCase if source.case == Case::Any => Some(Self { case: Case::Upper, ..source }),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// True when what comes out has no language.
    pub(super) const fn is_written(&self) -> bool {
        self.written
    }

    /// Whether each of `rows` has a text that is `wanted`.
    pub(super) fn verdicts(&self, rows: &[u32], scene: Scene<'_>, wanted: impl Fn(&str) -> bool) -> Vec<Verdict> {
        let column = scene.column(self.slot);
        let mut cased = String::new();
        let mut verdict = |id: TermId| {
            if id == UNBOUND {
                return ERROR;
            }
            if id & inline::INLINE != 0 {
                // What is written may be written otherwise than it was.
                return if self.written { UNSURE } else { ERROR };
            }
            scene.terms.with_bytes(id, |bytes| match Text::of(bytes) {
                Text::Plain(text) => self.is(text, &mut cased, &wanted),
                Text::Iri(text) if self.written => self.is(text, &mut cased, &wanted),
                Text::Typed if self.written => UNSURE,
                _ => ERROR,
            })
        };
        rows.iter().map(|&row| verdict(column.at(row))).collect()
    }

    fn is(&self, text: &str, cased: &mut String, wanted: &impl Fn(&str) -> bool) -> Verdict {
        match self.case {
            Case::Any => return wanted(text).into(),
            Case::Lower if is_lower_beyond_ascii(text) => {
                cased.clear();
                cased.push_str(text);
                cased.make_ascii_lowercase();
            }
            Case::Upper if text.is_ascii() => {
                cased.clear();
                cased.push_str(text);
                cased.make_ascii_uppercase();
            }
            // What a capital sigma becomes depends on where it stands.
            Case::Lower if text.contains('Σ') => *cased = text.to_lowercase(),
            Case::Lower => {
                cased.clear();
                cased.extend(text.chars().flat_map(char::to_lowercase));
            }
            Case::Upper => {
                cased.clear();
                cased.extend(text.chars().flat_map(char::to_uppercase));
            }
        }
        wanted(cased).into()
    }
}

/// True when all letters of `text` that are not ASCII are the small ones of Latin-1, as in most labels: those stay as they are.
fn is_lower_beyond_ascii(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let stays = match byte {
            ..0x80 => true,
            // From ß to ÿ.
            0xC3 => matches!(bytes.next(), Some(0x9F..=0xBF)),
            _ => false,
        };
        if !stays {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_lower_beyond_ascii;

    #[test]
    fn what_is_taken_to_stay_stays() {
        for character in (0x80..0x250_u32).filter_map(char::from_u32) {
            let text = character.to_string();
            if is_lower_beyond_ascii(&text) {
                assert_eq!(text.to_lowercase(), text);
            }
        }
        assert!(is_lower_beyond_ascii("Straße in München") && is_lower_beyond_ascii(""));
        assert!(!is_lower_beyond_ascii("Ärzte") && !is_lower_beyond_ascii("Łódź"));
    }
}
