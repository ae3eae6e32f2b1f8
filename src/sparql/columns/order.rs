//! ORDER BY over columns.
//!
//! The order of terms is decided once for each different term of a column; what is sorted then are rows by small numbers.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::chunk::{UNBOUND, gather};
use super::compare::order;
use super::merge_sort::{Looks, merge_sort};
use super::value::{Value, value};
use crate::sparql::terms::Terms;
use crate::store::dictionary::TermId;
use crate::store::inline;

/// The rows in the order of `keys`, each a column and whether it is descending; all of them, or the first `limit`. Rows that are equal
/// in all keys stay in their order.
pub(super) fn sorted<E>(
    keys: &[(Vec<TermId>, bool)],
    rows: usize,
    limit: Option<usize>,
    terms: &Terms,
    look: &mut dyn FnMut() -> Result<(), E>,
) -> Result<Vec<u32>, E> {
    let looks = &mut Looks::new(look);
    let wanted = limit.map_or(rows, |limit| limit.min(rows));
    if wanted == 0 {
        return Ok(Vec::new());
    }
    // Where few of many are wanted most rows are dropped at the first look, and terms need no order among all.
    if wanted < rows / 8 {
        if let Some(near) = near_first(keys, rows, wanted, terms, looks)? {
            let some = keys.iter().map(|(column, descending)| (gather(column, &near), *descending));
            let found = sorted(&some.collect::<Vec<_>>(), near.len(), limit, terms, looks.look())?;
            return Ok(found.into_iter().map(|at| near[at as usize]).collect());
        }
        let keys = keys.iter().map(|(column, descending)| Ok((Key::of(column, terms, looks)?, *descending)));
        return first(&keys.collect::<Result<Vec<_>, E>>()?, rows, wanted, looks);
    }
    let ranks = keys.iter().map(|(column, descending)| Ok((ranked(column, terms, looks)?, *descending)));
    let ranks = ranks.collect::<Result<Vec<_>, E>>()?;
    let compare = |a: u32, b: u32| {
        let orders = ranks.iter().map(|(ranks, descending)| {
            let order = ranks[a as usize].cmp(&ranks[b as usize]);
            if *descending { order.reverse() } else { order }
        });
        orders.fold(Ordering::Equal, Ordering::then)
    };
    let all = number_of(rows);
    let mut sorted: Vec<u32> = if let [(ranks, descending)] = &ranks[..] {
        // Packed with their rows ranks are compared without looking anything up.
        let turned = if *descending { u32::MAX } else { 0 };
        let pair = |row| u64::from(ranks[row as usize] ^ turned) << 32 | u64::from(row);
        let mut pairs: Vec<u64> = (0..all).map(pair).collect();
        merge_sort(&mut pairs, u64::cmp, looks)?;
        pairs.into_iter().map(low).collect()
    } else {
        let mut sorted: Vec<u32> = (0..all).collect();
        merge_sort(&mut sorted, |a, b| compare(*a, *b), looks)?;
        sorted
    };
    sorted.truncate(wanted);
    Ok(sorted)
}

/// The rows that by the first key alone may be among the first `wanted`, if that leaves out most: for those that are left out the terms of
/// the other keys are never looked at.
fn near_first<E>(
    keys: &[(Vec<TermId>, bool)],
    rows: usize,
    wanted: usize,
    terms: &Terms,
    looks: &mut Looks<'_, E>,
) -> Result<Option<Vec<u32>>, E> {
    let [(column, descending), _, ..] = keys else { return Ok(None) };
    let key = [(Key::of(column, terms, looks)?, *descending)];
    let best = first(&key, rows, wanted, looks)?;
    let last = *best.last().expect("some rows are wanted");
    let behind = if *descending { Ordering::Less } else { Ordering::Greater };
    let near: Vec<u32> = (0..number_of(rows)).filter(|row| key[0].0.compare(*row, last) != behind).collect();
    Ok((near.len() < rows / 2).then_some(near))
}

fn number_of(rows: usize) -> u32 {
    u32::try_from(rows).expect("fewer than four billion rows")
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
const fn low(pair: u64) -> u32 {
    pair as u32
}

/// A column whose rows can be compared.
enum Key<'c> {
    /// Numbers that are ordered as what they stand for.
    Numbers(&'c [TermId]),
    /// Which of the values each row has; 0 is none.
    Values(Vec<u32>, Vec<Option<Value>>),
}

impl<'c> Key<'c> {
    fn of<E>(column: &'c [TermId], terms: &Terms, looks: &mut Looks<'_, E>) -> Result<Self, E> {
        if are_ordered(column) {
            return Ok(Self::Numbers(column));
        }
        let (places, ids) = different(column, looks)?;
        let mut values = Vec::with_capacity(ids.len());
        for id in ids {
            looks.step()?;
            values.push((id != UNBOUND).then(|| value(id, terms)));
        }
        Ok(Self::Values(places, values))
    }

    fn compare(&self, a: u32, b: u32) -> Ordering {
        match self {
            Self::Numbers(column) => column[a as usize].cmp(&column[b as usize]),
            Self::Values(places, values) => {
                let (a, b) = (places[a as usize], places[b as usize]);
                if a == b {
                    Ordering::Equal
                } else {
                    order_of(values[a as usize].as_ref(), values[b as usize].as_ref())
                }
            }
        }
    }
}

/// What is unbound comes first.
fn order_of(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => order(a, b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// True when all that is bound in a column is integers, dates or years that stand for themselves: their numbers are in their order,
/// and what is unbound before all.
fn are_ordered(column: &[TermId]) -> bool {
    let Some(&first) = column.iter().find(|id| **id != UNBOUND) else { return true };
    let all = |alike: &dyn Fn(TermId) -> bool| column.iter().all(|&id| id == UNBOUND || alike(id));
    if inline::as_integer(first).is_some() {
        all(&|id| inline::as_integer(id).is_some())
    } else if inline::as_date(first).is_some() {
        all(&|id| inline::as_date(id).is_some())
    } else {
        inline::as_year(first).is_some() && all(&|id| inline::as_year(id).is_some())
    }
}

/// The different terms of a column, and which of them each row has.
fn different<E>(column: &[TermId], looks: &mut Looks<'_, E>) -> Result<(Vec<u32>, Vec<TermId>), E> {
    let mut known: FxHashMap<TermId, u32> = FxHashMap::default();
    let mut ids = Vec::new();
    let mut places = Vec::with_capacity(column.len());
    for &id in column {
        looks.step()?;
        places.push(*known.entry(id).or_insert_with(|| {
            ids.push(id);
            number_of(ids.len() - 1)
        }));
    }
    Ok((places, ids))
}

/// A number for each row that is ordered as its term.
fn ranked<'c, E>(
    column: &'c [TermId],
    terms: &Terms,
    looks: &mut Looks<'_, E>,
) -> Result<std::borrow::Cow<'c, [u32]>, E> {
    let (places, values) = match Key::of(column, terms, looks)? {
        Key::Numbers(column) => return Ok(column.into()),
        Key::Values(places, values) => (places, values),
    };
    let mut sorted: Vec<u32> = (0..number_of(values.len())).collect();
    let compare = |a: u32, b: u32| order_of(values[a as usize].as_ref(), values[b as usize].as_ref());
    merge_sort(&mut sorted, |a, b| compare(*a, *b), looks)?;
    let mut ranks = vec![0; values.len()];
    let mut rank = 0;
    for pair in sorted.windows(2) {
        // 1 and 1.0 are two terms in one place.
        rank += u32::from(compare(pair[0], pair[1]).is_ne());
        ranks[pair[1] as usize] = rank;
    }
    Ok(places.into_iter().map(|place| ranks[place as usize]).collect())
}

/// The first rows only: they are gathered until there are twice as many as wanted, and the later half is dropped.
fn first<E>(keys: &[(Key<'_>, bool)], rows: usize, wanted: usize, looks: &mut Looks<'_, E>) -> Result<Vec<u32>, E> {
    let compare = |a: u32, b: u32| {
        for (key, descending) in keys {
            let order = key.compare(a, b);
            if order.is_ne() {
                return if *descending { order.reverse() } else { order };
            }
        }
        Ordering::Equal
    };
    let most = (2 * wanted).max(64);
    let mut gathered: Vec<u32> = Vec::with_capacity(most);
    let mut last = None;
    for row in 0..number_of(rows) {
        looks.step()?;
        if last.is_some_and(|last| compare(row, last).is_ge()) {
            continue;
        }
        gathered.push(row);
        if gathered.len() == most {
            merge_sort(&mut gathered, |a, b| compare(*a, *b), looks)?;
            gathered.truncate(wanted);
            last = gathered.last().copied();
        }
    }
    merge_sort(&mut gathered, |a, b| compare(*a, *b), looks)?;
    gathered.truncate(wanted);
    Ok(gathered)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use oxigraph::model::{Literal, Term, vocab::xsd};
    use proptest::prelude::*;
    use spargebra::algebra::{GraphPattern, OrderExpression};

    use super::super::value::value;
    use super::super::world::{World, number_of as row_number, term_that, variable};
    use super::*;

    fn sort(world: &World, keys: &[(usize, bool)], limit: Option<usize>) -> Vec<u32> {
        let rows = world.chunk.rows;
        let column = |slot: usize| (0..rows).map(|row| world.chunk.get(slot, row)).collect();
        let keys: Vec<(Vec<TermId>, bool)> =
            keys.iter().map(|&(slot, descending)| (column(slot), descending)).collect();
        sorted(&keys, rows, limit, &world.terms, &mut || Ok::<_, Infallible>(())).unwrap()
    }

    fn rows() -> impl Strategy<Value = Vec<[Option<Term>; 3]>> {
        // A column is of one kind: among literals of several the order is none.
        let column = || {
            prop::sample::select(vec![0, 1, 2, 3, 4]).prop_flat_map(|kind| {
                let node = term_that(|term| !matches!(term, Term::Literal(_)));
                let integer = (-5..5_i32).prop_map(|value| Term::from(Literal::from(value)));
                let one: BoxedStrategy<Term> = match kind {
                    0 => prop_oneof![
                        4 => integer,
                        1 => (-5..5_i32).prop_map(|value| {
                            Term::from(Literal::new_typed_literal(format!("{value}.0"), xsd::DECIMAL))
                        }),
                        1 => (-5..5_i32).prop_map(|value| Term::from(Literal::from(f64::from(value)))),
                        1 => node,
                    ]
                    .boxed(),
                    1 => integer.boxed(),
                    2 => prop_oneof![4 => "[a-c]{0,2}".prop_map(|text| Term::from(Literal::from(text))), 1 => node]
                        .boxed(),
                    3 => (1990..2020_i32)
                        .prop_map(|year| Term::from(Literal::new_typed_literal(year.to_string(), xsd::G_YEAR)))
                        .boxed(),
                    _ => (1..30_i32)
                        .prop_map(|day| Term::from(Literal::new_typed_literal(format!("2020-02-{day:02}"), xsd::DATE)))
                        .boxed(),
                };
                prop::collection::vec(prop::option::weighted(0.8, one), 60)
            })
        };
        (column(), column(), column(), 0..60_usize).prop_map(|(a, b, c, rows)| {
            let cells = a.into_iter().zip(b).zip(c).map(|((a, b), c)| [a, b, c]);
            cells.take(rows).collect()
        })
    }

    proptest! {
        #[test]
        fn rows_are_in_the_evaluators_order(
            rows in rows(),
            descending in any::<[bool; 3]>(),
            count in 1..4_usize,
            limit in prop::option::of(0..12_usize),
        ) {
            let world = World::of(&rows);
            let expression = descending[..count].iter().zip(["a", "b", "c"]).map(|(descending, name)| {
                let key = variable(name).into();
                if *descending { OrderExpression::Desc(key) } else { OrderExpression::Asc(key) }
            });
            let pattern =
                GraphPattern::OrderBy { inner: Box::new(World::pattern()), expression: expression.collect() };
            let theirs: Vec<usize> = world
                .ask(pattern, &["row"])
                .unwrap()
                .iter()
                .map(|row| row_number(row[0].as_ref()))
                .collect();
            let keys: Vec<(usize, bool)> = descending[..count].iter().copied().enumerate().collect();
            let ours = sort(&world, &keys, None);
            // Rows that are equal may stand in any order.
            let key = |row: usize| -> Vec<Option<Value>> {
                let ids = (0..count).map(|slot| world.chunk.get(slot, row));
                ids.map(|id| (id != UNBOUND).then(|| value(id, &world.terms))).collect()
            };
            for (&a, &b) in ours.iter().zip(&theirs) {
                for (a, b) in key(a as usize).iter().zip(&key(b)) {
                    prop_assert_eq!(order_of(a.as_ref(), b.as_ref()), Ordering::Equal);
                }
            }
            let first = sort(&world, &keys, limit);
            prop_assert_eq!(&first[..], &ours[..limit.unwrap_or(rows.len()).min(rows.len())]);
        }
    }

    #[test]
    fn equal_rows_stay_in_their_order_and_few_of_many_are_the_first_of_all() {
        let integer = |value: i64| inline::of_integer(value).unwrap();
        let world = World::of(&[]);
        let column: Vec<TermId> = (0..5000).map(|row| integer(row * 7919 % 13)).collect();
        let mut looked = 0;
        let mut look = || {
            looked += 1;
            Ok::<_, Infallible>(())
        };
        let keys = [(column.clone(), true)];
        let all = sorted(&keys, 5000, None, &world.terms, &mut look).unwrap();
        let mut expected: Vec<u32> = (0..5000).collect();
        expected.sort_by_key(|&row| std::cmp::Reverse(column[row as usize]));
        assert_eq!(all, expected);
        assert!(looked > 2);
        for wanted in [0, 1, 20, 600, 700] {
            let first = sorted(&keys, 5000, Some(wanted), &world.terms, &mut || Ok::<_, Infallible>(())).unwrap();
            assert_eq!(first, all[..wanted]);
        }
        assert!(sorted(&keys, 5000, None, &world.terms, &mut || Err(())).is_err());
    }

    #[test]
    fn an_order_that_is_none_does_no_harm() {
        let rows: Vec<_> = super::super::world::pool().into_iter().map(|term| [Some(term), None, None]).collect();
        let world = World::of(&rows);
        let mut sorted = sort(&world, &[(0, false)], None);
        sorted.sort_unstable();
        assert_eq!(sorted, (0..number_of(rows.len())).collect::<Vec<_>>());
    }
}
