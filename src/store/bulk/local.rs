//! The terms of one chunk, each by a number that holds there.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use oxigraph::model::{BlankNode, NamedOrBlankNode, Term, TermRef};
use rustc_hash::FxBuildHasher;

use super::plain;
use crate::store::dictionary::TermId;
use crate::store::{Transaction, term};

/// Terms as the dictionary keeps them, one after the other; numbers begin at 1.
#[derive(Default)]
pub(super) struct Local {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Terms with a blank node in them, by number: what they are called only the whole file says. They have no bytes.
    blanks: Vec<(u32, Term)>,
}

impl Local {
    /// The highest number so far.
    pub(super) fn last(&self) -> u32 {
        u32::try_from(self.ends.len()).expect("fewer than four billion terms in a block")
    }

    /// Numbers a term as it is written in a line, unless it is for the real parser to say whether it is one.
    pub(super) fn push_token(&mut self, token: &[u8]) -> Option<u32> {
        if let Some(label) = token.strip_prefix(b"_:") {
            let label = std::str::from_utf8(label).ok()?;
            return Some(self.push_blank(BlankNode::new_unchecked(label).into()));
        }
        plain::encode(token, &mut self.bytes)?;
        Some(self.end())
    }

    pub(super) fn push_term(&mut self, term: Term) -> u32 {
        if has_blank(&term) {
            return self.push_blank(term);
        }
        term::encode(term.as_ref(), &mut self.bytes);
        self.end()
    }

    fn push_blank(&mut self, term: Term) -> u32 {
        let number = self.end();
        self.blanks.push((number, term));
        number
    }

    fn end(&mut self) -> u32 {
        self.ends.push(self.bytes.len());
        self.last()
    }

    /// Forgets the terms with numbers above `last`.
    pub(super) fn truncate(&mut self, last: u32) {
        self.ends.truncate(last as usize);
        self.bytes.truncate(self.ends.last().copied().unwrap_or(0));
        self.blanks.retain(|(number, _)| *number <= last);
    }

    fn bytes(&self, number: u32) -> &[u8] {
        let at = number as usize - 1;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    /// The term with this number, a blank node in it under its name.
    pub(super) fn term(&self, number: u32, name: &mut impl FnMut(Term) -> Term) -> Term {
        match self.blanks.binary_search_by_key(&number, |(number, _)| *number) {
            Ok(at) => name(self.blanks[at].1.clone()),
            Err(_) => term::decode(self.bytes(number)).expect("what was encoded can be decoded"),
        }
    }

    /// The transaction's number of each term, in order, after that of the term called 0.
    pub(super) fn intern(
        &self,
        zero: TermRef<'_>,
        transaction: &mut Transaction<'_>,
        name: &mut impl FnMut(Term) -> Term,
    ) -> Vec<TermId> {
        let mut scratch = Vec::new();
        let mut intern = |term: TermRef<'_>, transaction: &mut Transaction<'_>| {
            scratch.clear();
            term::encode(term, &mut scratch);
            transaction.intern_bytes(&scratch)
        };
        let mut ids = Vec::with_capacity(self.ends.len() + 1);
        ids.push(intern(zero, transaction));
        let mut blanks = self.blanks.iter().peekable();
        for number in 1..=self.last() {
            ids.push(match blanks.next_if(|(blank, _)| *blank == number) {
                Some((_, blank)) => intern(name(blank.clone()).as_ref(), transaction),
                None => transaction.intern_bytes(self.bytes(number)),
            });
        }
        ids
    }
}

fn has_blank(term: &Term) -> bool {
    match term {
        Term::BlankNode(_) => true,
        Term::Triple(triple) => matches!(triple.subject, NamedOrBlankNode::BlankNode(_)) || has_blank(&triple.object),
        Term::NamedNode(_) | Term::Literal(_) => false,
    }
}

/// Which numbers the terms of a block have, by the way they are written there: one that comes again need not be looked at again.
pub(super) struct Seen<'b> {
    numbers: HashTable<(&'b [u8], u32)>,
}

impl<'b> Seen<'b> {
    pub(super) fn for_block(length: usize) -> Self {
        // About one new term in a hundred bytes; it grows if need be.
        Self { numbers: HashTable::with_capacity(length / 100) }
    }

    /// The number of `token`, which `number` gives when it is new.
    pub(super) fn number(&mut self, token: &'b [u8], number: impl FnOnce() -> Option<u32>) -> Option<u32> {
        match self.numbers.entry(hash(token), |(other, _)| *other == token, |(token, _)| hash(token)) {
            Entry::Occupied(known) => Some(known.get().1),
            Entry::Vacant(new) => {
                let number = number()?;
                new.insert((token, number));
                Some(number)
            }
        }
    }

    /// Forgets `token` if its number is above `last`.
    pub(super) fn forget(&mut self, token: &[u8], last: u32) {
        if let Ok(known) = self.numbers.find_entry(hash(token), |(other, number)| *other == token && *number > last) {
            known.remove();
        }
    }
}

fn hash(token: &[u8]) -> u64 {
    FxBuildHasher.hash_one(token)
}
