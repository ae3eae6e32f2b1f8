//! Where the next page of an answer begins: in which snapshot, of which question, at which row.
//!
//! A cursor pins the snapshot, so that a commit between two pages moves no row from one to the other.

use sha2::{Digest, Sha256};

use super::problem::Problem;
use super::state::{AsOf, Shared};
use crate::snapshot::Snapshot;

/// Bytes of a hash that tell one from another.
const SHORT: usize = 8;
const LENGTH: usize = 5 * SHORT;

/// A place in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    number: u64,
    content: [u8; SHORT],
    question: [u8; SHORT],
    offset: u64,
}

/// What a question is told apart by.
pub(super) fn question<'p>(parts: impl IntoIterator<Item = &'p str>) -> [u8; SHORT] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
        digest.update([0]);
    }
    first(&digest.finalize())
}

fn first(bytes: &[u8]) -> [u8; SHORT] {
    bytes[..SHORT].try_into().expect("a hash is longer")
}

fn content(snapshot: &Snapshot) -> [u8; SHORT] {
    first(&Sha256::digest(snapshot.hash()))
}

impl Cursor {
    /// The place of row `offset` of the answer of `snapshot` to `question`.
    pub(super) fn new(snapshot: &Snapshot, question: [u8; SHORT], offset: usize) -> Self {
        Self { number: snapshot.number(), content: content(snapshot), question, offset: offset as u64 }
    }

    /// The snapshot's number.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The cursor as it is sent.
    pub(super) fn write(&self) -> String {
        let body = self.body();
        crate::hex(&[body.as_slice(), &first(&Sha256::digest(&body))].concat())
    }

    fn body(&self) -> Vec<u8> {
        [&self.number.to_be_bytes(), &self.content, &self.question, &self.offset.to_be_bytes()]
            .map(<[u8; 8]>::as_slice)
            .concat()
    }

    /// The cursor that was sent so, unless it was changed since.
    pub(super) fn read(text: &str) -> Option<Self> {
        let digit = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        if text.len() != 2 * LENGTH || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let bytes: Vec<u8> = (0..LENGTH).filter_map(|at| digit(2 * at)).collect();
        let part = |at: usize| first(&bytes[at * SHORT..]);
        let this = Self {
            number: u64::from_be_bytes(part(0)),
            content: part(1),
            question: part(2),
            offset: u64::from_be_bytes(part(3)),
        };
        (first(&Sha256::digest(this.body())) == part(4)).then_some(this)
    }
}

/// A page that is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub(super) size: usize,
    from: Option<Cursor>,
}

impl Page {
    /// The page that `page_size` and `cursor` say, if they say one.
    pub(super) fn of(size: Option<&str>, cursor: Option<&str>) -> Result<Option<Self>, Problem> {
        let Some(size) = size else {
            return match cursor {
                Some(_) => Err(Problem::bad_request("A cursor needs the page_size that it came with.")),
                None => Ok(None),
            };
        };
        let wrong = || Problem::bad_request(format!("page_size={size:?} is no number of rows from 1 on."));
        let size = size.parse().ok().filter(|size| *size > 0).ok_or_else(wrong)?;
        let read = |text| {
            Cursor::read(text).ok_or_else(|| {
                Problem::bad_request(format!(
                    "The cursor {text:?} is none of this server's. Follow the links of an answer, and begin without a cursor."
                ))
            })
        };
        Ok(Some(Self { size, from: cursor.map(read).transpose()? }))
    }

    /// The snapshot that the page is of (the one numbered `at` or the newest, if it is the first) and the number of rows before it.
    pub(super) fn begin(&self, state: &Shared, at: AsOf, question: [u8; SHORT]) -> Result<(Snapshot, usize), Problem> {
        let Some(cursor) = self.from else { return Ok((state.snapshot(at)?, 0)) };
        if cursor.question != question || at.number.is_some_and(|at| at != cursor.number) {
            return Err(Problem::bad_request(
                "The cursor belongs to another question. Follow the links of an answer, and begin without a cursor.",
            ));
        }
        let gone = || {
            let detail = format!(
                "The cursor rests on snapshot {}, which is not kept any more. Begin anew without a cursor.",
                cursor.number
            );
            Problem::new(axum::http::StatusCode::GONE, "not-kept", "The pages of this answer are gone", detail)
        };
        let snapshot = state
            .snapshot(AsOf { number: Some(cursor.number), ..at })
            .map_err(|problem| if problem.status == axum::http::StatusCode::NOT_FOUND { gone() } else { problem })?;
        // Another store may have a snapshot of that number.
        if content(&snapshot) != cursor.content {
            return Err(gone());
        }
        let offset = usize::try_from(cursor.offset).map_err(|_| gone())?;
        Ok((snapshot, offset))
    }

    /// The links of a page that ends before row `next`, if there is one: to `first`, and to it.
    ///
    /// `address` is the question's, with everything but the page.
    pub(super) fn links(
        &self,
        address: &str,
        snapshot: &Snapshot,
        question: [u8; SHORT],
        next: Option<usize>,
    ) -> String {
        let join = if address.contains('?') { '&' } else { '?' };
        let page = format!("{address}{join}page_size={}", self.size);
        let first = format!("<{page}>; rel=\"first\"");
        match next {
            Some(next) => {
                let cursor = Cursor::new(snapshot, question, next).write();
                format!("{first}, <{page}&cursor={cursor}>; rel=\"next\"")
            }
            None => first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_only_itself() {
        let snapshot = crate::Store::new().snapshot();
        let cursor = Cursor::new(&snapshot, question(["a", "b"]), 300);
        let text = cursor.write();
        assert_eq!(Cursor::read(&text), Some(cursor));
        for at in 0..text.len() {
            let mut changed = text.clone();
            let digit = if &text[at..=at] == "0" { "1" } else { "0" };
            changed.replace_range(at..=at, digit);
            assert_eq!(Cursor::read(&changed), None, "{changed}");
        }
        for other in ["", "x", &text[2..], &format!("{text}00")] {
            assert_eq!(Cursor::read(other), None, "{other}");
        }
    }

    #[test]
    fn parts_of_a_question_do_not_run_together() {
        assert_ne!(question(["ab", "c"]), question(["a", "bc"]));
    }
}
