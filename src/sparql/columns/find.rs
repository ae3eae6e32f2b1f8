//! Joins rows with the triples that match a pattern.

use std::cell::OnceCell;
use std::ops::Range;

use super::chunk::{Chunk, Slot, UNBOUND};
use super::context::Context;
use super::look_up::Quick;
use super::plan::{InGraph, Match, Place, Step};
use super::run::{CHUNK, Done, Out, Run};
use crate::snapshot::{DEFAULT_GRAPH, Scope};
use crate::store::dictionary::TermId;
use crate::store::keys::Keys;
use crate::store::table::{Order, Row, Sorted};

/// The places of a pattern: subject, predicate, object, graph.
pub(super) const PLACES: usize = 4;

/// A table to look in, and how.
pub(super) struct Relation<'q> {
    predicate: TermId,
    pub(super) rows: &'q Sorted,
    pub(super) keys: [Option<&'q Keys>; 2],
}

impl<'q> Relation<'q> {
    fn new(predicate: TermId, rows: &'q Sorted, look_ups: usize, by_object: bool) -> Self {
        rows.keys_for(if by_object { Order::ByObject } else { Order::BySubject }, look_ups);
        let keys = [Order::BySubject, Order::ByObject].map(|order| rows.keys_if_made(order));
        Self { predicate, rows, keys }
    }

    /// Where rows with these terms lie, `UNBOUND` for any, and in which order.
    fn range(&self, subject: TermId, object: TermId) -> (Order, Range<usize>) {
        let (order, first, second) = match (subject, object) {
            (UNBOUND, UNBOUND) => return (Order::BySubject, 0..self.rows.len()),
            (UNBOUND, object) => (Order::ByObject, object, UNBOUND),
            (subject, object) => (Order::BySubject, subject, object),
        };
        let Some(range) = self.keys[order as usize].and_then(|keys| keys.range(first)) else {
            return (order, self.rows.range(order, first, (second != UNBOUND).then_some(second)));
        };
        if second == UNBOUND {
            return (order, range);
        }
        let rows = &self.rows.rows(order)[range.clone()];
        let start = range.start + rows.partition_point(|row| row[1] < second);
        let end = start + self.rows.rows(order)[start..range.end].partition_point(|row| row[1] == second);
        (order, start..end)
    }
}

/// Which of the rows of a table count.
pub(super) enum Within<'q> {
    /// Every one, and no triple is there twice.
    All,
    /// The union of every graph.
    Union,
    UnionOf(&'q [TermId]),
    Graph(TermId),
    Each(&'q Context),
}

impl<'q> Within<'q> {
    fn new(graph: InGraph, context: &'q Context) -> Self {
        match graph {
            InGraph::Default => match &context.default {
                Scope::UnionOf(graphs) => Self::UnionOf(graphs),
                _ => Self::Union,
            },
            InGraph::Named(graph) => Self::Graph(graph),
            InGraph::Each(_) => Self::Each(context),
        }
    }

    /// The same for a table of which it may be known that no triple is in two graphs.
    pub(super) fn of(&self, relation: &Relation<'_>) -> Self {
        match self {
            Self::Union if relation.keys.iter().flatten().next().is_some_and(|keys| !keys.repeats()) => Self::All,
            Self::All => Self::All,
            Self::Union => Self::Union,
            Self::UnionOf(graphs) => Self::UnionOf(graphs),
            Self::Graph(graph) => Self::Graph(*graph),
            Self::Each(context) => Self::Each(context),
        }
    }
}

/// What was found: for which row of the chunk, and the terms of the places that were not known.
pub(super) struct Found {
    pub(super) from: Vec<u32>,
    pub(super) terms: [Vec<TermId>; PLACES],
    pub(super) wanted: [bool; PLACES],
}

impl Found {
    /// What was found so far beside `columns`, and nothing from then on.
    fn chunk(&mut self, mut columns: Vec<Vec<TermId>>, slots: &[Option<Slot>; PLACES]) -> Chunk {
        let rows = std::mem::take(&mut self.from).len();
        for ((slot, wanted), terms) in slots.iter().zip(self.wanted).zip(&mut self.terms) {
            if let (true, Some(slot)) = (wanted, slot) {
                columns[*slot] = std::mem::take(terms);
            }
        }
        Chunk { rows, columns }
    }

    fn push_all(&mut self, from: u32, rows: &[Row], order: Order, predicate: TermId) {
        self.from.extend(std::iter::repeat_n(from, rows.len()));
        let columns = match order {
            Order::BySubject => [Some(0), None, Some(1), Some(2)],
            Order::ByObject => [Some(1), None, Some(0), Some(2)],
        };
        for ((column, wanted), terms) in columns.into_iter().zip(self.wanted).zip(&mut self.terms) {
            match column {
                _ if !wanted => {}
                Some(column) => terms.extend(rows.iter().map(|row| row[column])),
                None => terms.extend(std::iter::repeat_n(predicate, rows.len())),
            }
        }
    }

    #[inline]
    fn push(&mut self, from: u32, quad: [TermId; PLACES]) {
        self.from.push(from);
        for ((term, wanted), terms) in quad.into_iter().zip(self.wanted).zip(&mut self.terms) {
            if wanted {
                terms.push(term);
            }
        }
    }
}

/// A pattern as it stands before a chunk of rows.
pub(super) struct Asked<'c> {
    /// What each place is in every row, or the column that says it.
    pub(super) given: [(TermId, &'c [TermId]); PLACES],
    slots: [Option<Slot>; PLACES],
    /// The places that have to be found: the chunk does not say them, or not in every row.
    pub(super) open: [bool; PLACES],
    /// Pairs of open places of one variable.
    alike: Vec<(usize, usize)>,
    pub(super) optional: bool,
}

impl<'c> Asked<'c> {
    fn new(found: &Match, step: &Step, chunk: &'c Chunk) -> Self {
        let graph = match found.graph {
            InGraph::Each(slot) => Place::Var(slot),
            _ => Place::Is(UNBOUND),
        };
        let [subject, predicate, object] = found.places;
        let places = [subject, predicate, object, graph];
        let slots = places.map(Place::slot);
        let said = |slot: Slot| {
            let column = &chunk.columns[slot];
            !column.is_empty() && (step.certain.contains(slot) || !column.contains(&UNBOUND))
        };
        let open = slots.map(|slot| slot.is_some_and(|slot| !said(slot)));
        let pairs = (0..PLACES).flat_map(|a| (a + 1..PLACES).map(move |b| (a, b)));
        let alike = pairs.filter(|&(a, b)| open[a] && slots[a].is_some() && slots[a] == slots[b]).collect();
        let given = places.map(|place| match place {
            Place::Is(id) => (id, &[][..]),
            Place::Var(slot) => (UNBOUND, &chunk.columns[slot][..]),
        });
        Self { given, slots, open, alike, optional: found.optional }
    }

    /// What `row` says of each place.
    #[inline]
    fn at(&self, row: usize) -> [TermId; PLACES] {
        self.given.map(|(constant, column)| column.get(row).copied().unwrap_or(constant))
    }

    fn found(&self, step: &Step) -> Found {
        let wanted = |at: usize| {
            self.open[at]
                && self.slots[at].is_some_and(|slot| step.live.contains(slot))
                && self.alike.iter().all(|(_, second)| *second != at)
        };
        Found { from: Vec::new(), terms: Default::default(), wanted: std::array::from_fn(wanted) }
    }
}

impl<'q> Run<'q> {
    pub(super) fn matches(&mut self, found: &Match, step: &Step, chunk: Chunk, out: Out<'_, 'q>) -> Done {
        let context = self.context();
        if let InGraph::Named(graph) = found.graph
            && !context.sees(graph)
        {
            return if found.optional { out(self, chunk) } else { Ok(()) };
        }
        let asked = Asked::new(found, step, &chunk);
        let mut made = asked.found(step);
        let within = Within::new(found.graph, context);
        let by_object = asked.open[0] && !asked.open[2];
        let one: Option<Relation<'_>> = match found.places[1] {
            Place::Is(predicate) => {
                context.table(predicate).map(|rows| Relation::new(predicate, rows, chunk.rows, by_object))
            }
            Place::Var(_) => None,
        };
        let all: OnceCell<Vec<Relation<'_>>> = OnceCell::new();
        let tables = || context.tables().map(|(predicate, rows)| Relation::new(predicate, rows, chunk.rows, by_object));
        let mut part = self.part.take();
        if part.is_none()
            && let Some(relation) = &one
            && let Some(rows) = self.members(relation, &within, &asked, step.number)
        {
            let mut chunk = chunk;
            chunk.keep(step.live);
            let kept = if rows.len() == chunk.rows { chunk } else { chunk.take(&rows) };
            return if kept.rows == 0 { Ok(()) } else { out(self, kept) };
        }
        let sieve = self.query.sieves[step.number].get();
        let quick =
            one.as_ref().filter(|_| part.is_none()).and_then(|relation| Quick::new(relation, &within, &asked, sieve));
        if let Some(quick) = quick {
            let mut next = 0;
            while next < chunk.rows {
                next = quick.look_up(next, chunk.rows, &asked, &mut made);
                if next < chunk.rows {
                    let ready = made.chunk(chunk.live_at(step.live, &made.from), &asked.slots);
                    self.check()?;
                    out(self, ready)?;
                }
            }
            let slots = asked.slots;
            return self.made(made, &slots, step, chunk, out);
        }
        for row in 0..chunk.rows {
            // Rows that find nothing hand nothing on, and those of an open predicate look through every table.
            if row.is_multiple_of(1 << 10) || matches!(found.places[1], Place::Var(_)) {
                self.check()?;
            }
            let terms = asked.at(row);
            let named;
            let to_search = match found.places[1] {
                Place::Is(_) => one.as_slice(),
                Place::Var(_) if terms[1] == UNBOUND => all.get_or_init(|| tables().collect()),
                Place::Var(_) => {
                    named = context.table(terms[1]).map(|rows| Relation::new(terms[1], rows, 1, by_object));
                    named.as_slice()
                }
            };
            let mut any = false;
            for table in to_search {
                let (order, mut range) = part.take().unwrap_or_else(|| table.range(terms[0], terms[2]));
                let counted = within.of(table);
                let mut last = None;
                while !range.is_empty() {
                    let take = range.len().min(CHUNK.saturating_sub(made.from.len()).max(1));
                    let rows = &table.rows.rows(order)[range.start..range.start + take];
                    range.start += take;
                    let before = made.from.len();
                    pick(rows, order, table.predicate, &counted, &asked, (row, terms[3]), &mut last, &mut made);
                    any |= made.from.len() > before;
                    if made.from.len() >= CHUNK {
                        let ready = made.chunk(chunk.live_at(step.live, &made.from), &asked.slots);
                        self.check()?;
                        out(self, ready)?;
                    }
                }
            }
            if asked.optional && !any {
                made.push(number(row), terms);
            }
        }
        let slots = asked.slots;
        self.made(made, &slots, step, chunk, out)
    }

    /// Hands on what was found last.
    fn made(
        &mut self,
        mut made: Found,
        slots: &[Option<Slot>; PLACES],
        step: &Step,
        mut chunk: Chunk,
        out: Out<'_, 'q>,
    ) -> Done {
        if made.from.is_empty() {
            return Ok(());
        }
        let same = made.from.len() == chunk.rows && (0..).zip(&made.from).all(|(row, from)| row == *from);
        let columns = if same {
            chunk.keep(step.live);
            chunk.columns
        } else {
            chunk.live_at(step.live, &made.from)
        };
        let ready = made.chunk(columns, slots);
        out(self, ready)
    }
}

pub(super) fn number(row: usize) -> u32 {
    u32::try_from(row).expect("a chunk has fewer than four billion rows")
}

/// Adds what counts of `rows` for one row of the chunk.
#[expect(clippy::too_many_arguments, reason = "the inner loop of every query")]
#[inline]
fn pick(
    rows: &[Row],
    order: Order,
    predicate: TermId,
    within: &Within<'_>,
    asked: &Asked<'_>,
    (from, graph): (usize, TermId),
    last: &mut Option<[TermId; 2]>,
    made: &mut Found,
) {
    let from = number(from);
    if matches!(within, Within::All) && asked.alike.is_empty() {
        return made.push_all(from, rows, order, predicate);
    }
    for row in rows {
        let pair = [row[0], row[1]];
        let counts = match within {
            Within::All => true,
            Within::Union => last.replace(pair) != Some(pair),
            Within::UnionOf(graphs) => graphs.contains(&row[2]) && last.replace(pair) != Some(pair),
            Within::Graph(only) => row[2] == *only,
            Within::Each(context) => {
                row[2] != DEFAULT_GRAPH && (graph == UNBOUND || graph == row[2]) && context.sees(row[2])
            }
        };
        if !counts {
            continue;
        }
        let quad = match order {
            Order::BySubject => [row[0], predicate, row[1], row[2]],
            Order::ByObject => [row[1], predicate, row[0], row[2]],
        };
        if asked.alike.iter().all(|&(a, b)| quad[a] == quad[b]) {
            made.push(from, quad);
        }
    }
}

/// Where the rows that a first step looks through lie, if it looks through one stretch of one table; in the order that is wanted, where the
/// step leaves a choice.
pub(super) fn stretch<'q>(
    found: &Match,
    context: &'q Context,
    wanted: Order,
) -> Option<(Order, &'q [Row], Range<usize>)> {
    let Place::Is(predicate) = found.places[1] else { return None };
    if matches!(found.graph, InGraph::Named(graph) if !context.sees(graph)) {
        return None;
    }
    let relation = Relation::new(predicate, context.table(predicate)?, 1, false);
    let fixed = |place| match place {
        Place::Is(id) => id,
        Place::Var(_) => UNBOUND,
    };
    let (mut order, range) = relation.range(fixed(found.places[0]), fixed(found.places[2]));
    if range.len() == relation.rows.len() && found.places[0].slot().is_some() && found.places[2].slot().is_some() {
        order = wanted;
    }
    Some((order, relation.rows.rows(order), range))
}

/// The variable by which the rows of a stretch are sorted, and where in them it is.
pub(super) fn leading(found: &Match, order: Order) -> (Option<Slot>, usize) {
    let [subject, _, object] = found.places;
    let (first, second) = match order {
        Order::BySubject => (subject, object),
        Order::ByObject => (object, subject),
    };
    first.slot().map_or((second.slot(), 1), |slot| (Some(slot), 0))
}
