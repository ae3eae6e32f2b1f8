//! Looking up many terms in one table.

use super::chunk::UNBOUND;
use super::find::{Asked, Found, PLACES, Relation, Within, number};
use super::run::{CHUNK, Run};
use crate::store::dictionary::TermId;
use crate::store::keys::Keys;
use crate::store::table::{Order, Row};

impl<'q> Run<'q> {
    /// The rows of the chunk whose term stands beside a constant, once so many were asked for that it is worth to gather all that do.
    pub(super) fn members(
        &mut self,
        relation: &Relation<'q>,
        within: &Within<'_>,
        asked: &Asked<'_>,
        step: usize,
    ) -> Option<Vec<u32>> {
        let [(subject, subjects), _, (object, objects), _] = asked.given;
        if asked.optional || asked.open != [false; PLACES] || matches!(within, Within::Each(_)) {
            return None;
        }
        let (order, constant, column) = match (subjects.is_empty(), objects.is_empty()) {
            (true, false) => (Order::BySubject, subject, objects),
            (false, true) => (Order::ByObject, object, subjects),
            _ => return None,
        };
        let members = &mut self.members[step];
        if members.is_none() {
            let range = relation.rows.range(order, constant, None);
            let counts = |row: &&Row| match within {
                Within::UnionOf(graphs) => graphs.contains(&row[2]),
                Within::Graph(graph) => row[2] == *graph,
                _ => true,
            };
            let asked = range.len() <= column.len() * WORTH_MEMBERS;
            *members =
                asked.then(|| relation.rows.rows(order)[range].iter().filter(counts).map(|row| row[1]).collect());
        }
        let members = members.as_ref().filter(|members| members.fits)?;
        Some((0..).zip(column).filter(|(_, term)| members.contains(**term)).map(|(row, _)| row).collect())
    }
}

/// Terms that stand beside a constant are gathered for a chunk of at least this share of them.
const WORTH_MEMBERS: usize = 8;

/// A set of terms as bits, small enough to stay in the processor's caches.
#[derive(Default)]
pub(super) struct Members {
    least: TermId,
    bits: Vec<u64>,
    /// Whether they lie close enough together for that.
    fits: bool,
}

impl FromIterator<TermId> for Members {
    /// Of ascending terms.
    fn from_iter<I: IntoIterator<Item = TermId>>(terms: I) -> Self {
        const MOST_WORDS: usize = 1 << 20;
        let mut members = Self { fits: true, ..Self::default() };
        for term in terms {
            if members.bits.is_empty() {
                members.least = term;
            }
            let place = term.wrapping_sub(members.least) as usize;
            if place / 64 >= MOST_WORDS {
                members.fits = false;
                return members;
            }
            if members.bits.len() <= place / 64 {
                members.bits.resize(place / 64 + 1, 0);
            }
            members.bits[place / 64] |= 1 << (place % 64);
        }
        members
    }
}

impl Members {
    /// Whether all terms could be taken in.
    pub(super) fn fits(&self) -> bool {
        self.fits
    }

    #[inline]
    pub(super) fn contains(&self, term: TermId) -> bool {
        let place = term.wrapping_sub(self.least) as usize;
        self.bits.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }
}

/// The way most rows go: each looks up one term in one table in which no triple is in two graphs.
pub(super) struct Quick<'q> {
    keys: &'q Keys,
    seconds: &'q [TermId],
    /// The place that is looked up, and the one that is found.
    places: (usize, usize),
    /// What later steps leave of what is found.
    sieve: Option<&'q Members>,
}

impl<'q> Quick<'q> {
    pub(super) fn new(
        relation: &Relation<'q>,
        within: &Within<'_>,
        asked: &Asked<'_>,
        sieve: Option<&'q Members>,
    ) -> Option<Self> {
        let (order, places) = match asked.open {
            [false, _, true, false] => (Order::BySubject, (0, 2)),
            [true, _, false, false] => (Order::ByObject, (2, 0)),
            _ => return None,
        };
        let keys = relation.keys[order as usize]?;
        let column = |place: usize| asked.given[place].1;
        let fits = matches!(within.of(relation), Within::All)
            && !keys.repeats()
            && !column(places.0).is_empty()
            && column(places.1).is_empty()
            && keys.range(0).is_some();
        fits.then(|| Self { keys, seconds: keys.seconds(), places, sieve: sieve.filter(|members| members.fits) })
    }

    /// Looks up the rows from `next` to `end`, until there is enough for a chunk; gives the row to go on with.
    pub(super) fn look_up(&self, next: usize, end: usize, asked: &Asked<'_>, made: &mut Found) -> usize {
        let wanted = made.wanted[self.places.1];
        let from = &mut made.from;
        let found = &mut made.terms[self.places.1];
        let each = self.seconds.len() / self.keys.distinct().max(1) + 1;
        let room = CHUNK.min((end - next).saturating_mul(each));
        if self.sieve.is_none() {
            from.reserve(room);
            found.reserve(if wanted { room } else { 0 });
        }
        for (row, key) in (next..end).zip(&asked.given[self.places.0].1[next..]) {
            if from.len() >= CHUNK {
                return row;
            }
            let range = self.keys.range(*key).unwrap_or_default();
            let row = number(row);
            if asked.optional && range.is_empty() {
                from.push(row);
                if wanted {
                    found.push(UNBOUND);
                }
            }
            let hits = &self.seconds[range];
            if let Some(sieve) = self.sieve {
                for hit in hits.iter().filter(|hit| sieve.contains(**hit)) {
                    from.push(row);
                    if wanted {
                        found.push(*hit);
                    }
                }
            } else {
                from.extend(std::iter::repeat_n(row, hits.len()));
                if wanted {
                    found.extend_from_slice(hits);
                }
            }
        }
        end
    }
}
