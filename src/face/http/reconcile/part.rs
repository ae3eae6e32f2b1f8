//! Things of one kind, ready to be found by name, by identifier and by how they begin.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::told::Named;
use crate::link::decision::Linker;
use crate::link::identifier::Kind;
use crate::link::lookup::Lookup;
use crate::link::places::Gazetteer;
use crate::link::record::Record;
use crate::link::target::Target;
use crate::text::fold;

/// Things of one kind.
pub(super) struct Part {
    /// The type that all of them have, if that is more than being in the target.
    pub(super) kind: Option<Named>,
    pub(super) linker: Held,
    /// The same things as places, if that is what they are: their names are no names of organisations.
    pub(super) gazetteer: Option<Gazetteer>,
    kinds: OnceLock<Vec<(String, usize)>>,
    codes: OnceLock<Lookup>,
    starts: OnceLock<Vec<(u32, u16)>>,
}

/// A linker, whoever has it.
pub(super) enum Held {
    Shelf(Arc<Target>),
    Own(Box<Linker>),
}

impl Deref for Held {
    type Target = Linker;

    fn deref(&self) -> &Linker {
        match self {
            Self::Shelf(target) => &target.linker,
            Self::Own(linker) => linker,
        }
    }
}

impl Part {
    pub(super) fn new(kind: Option<Named>, linker: Held) -> Self {
        let (kinds, codes, starts) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { kind, linker, gazetteer: None, kinds, codes, starts }
    }

    /// The same of places.
    pub(super) fn of_places(self, gazetteer: Gazetteer) -> Self {
        Self { gazetteer: Some(gazetteer), ..self }
    }

    /// The types of its things with how many have them, the most frequent first.
    pub(super) fn kinds(&self) -> &[(String, usize)] {
        self.kinds.get_or_init(|| {
            let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
            for record in self.linker.index().records() {
                for kind in &record.kinds {
                    *counts.entry(kind).or_default() += 1;
                }
            }
            let mut kinds: Vec<_> = counts.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect();
            kinds.sort_unstable_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            kinds
        })
    }

    /// Whether something in it may have a type.
    pub(super) fn has_kind(&self, kind: &str) -> bool {
        self.kind.as_ref().is_some_and(|own| own.id == kind) || self.kinds().iter().any(|(own, _)| own == kind)
    }

    /// The records with an identifier of a kind, or of this identifier of their own.
    pub(super) fn find(&self, kind: Option<Kind>, text: &str) -> impl Iterator<Item = u32> {
        let index = self.linker.index();
        let lookup = self.codes.get_or_init(|| {
            let records = index.records().iter().zip(0_u32..);
            Lookup::of(records.flat_map(|(record, number)| codes(record).map(move |code| (code, number))))
        });
        let has = move |number: &u32| codes(index.record(*number)).any(|code| code == (kind, text));
        lookup.find((kind, text)).filter(has)
    }

    /// The records with a name that begins so, in the order of these names.
    pub(super) fn beginning(&self, start: &str) -> impl Iterator<Item = u32> {
        let index = self.linker.index();
        let name = |(record, at): (u32, u16)| fold(&index.record(record).names[usize::from(at)].0);
        let starts = self.starts.get_or_init(|| {
            let names = |(record, number): (&Record, u32)| {
                (0..u16::try_from(record.names.len()).unwrap_or(u16::MAX)).map(move |at| (number, at))
            };
            let mut all: Vec<(u32, u16)> = index.records().iter().zip(0_u32..).flat_map(names).collect();
            all.sort_by_cached_key(|name_of| name(*name_of));
            all
        });
        let start = fold(start);
        let from = starts.partition_point(|name_of| name(*name_of) < start);
        starts[from..].iter().take_while(move |name_of| name(**name_of).starts_with(&start)).map(|(record, _)| *record)
    }
}

/// What a record is known by: its own identifier, then those elsewhere.
fn codes(record: &Record) -> impl Iterator<Item = (Option<Kind>, &str)> {
    let others = record.identifiers.iter().map(|(kind, text)| (Some(*kind), text.as_str()));
    std::iter::once((None, record.id.as_str())).chain(others)
}
