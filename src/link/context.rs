//! A candidate among the others: rivals for the same words of the mention, and parents and children beside it.

use super::candidate::Candidate;
use super::index::Index;
use super::record::Relation;
use super::vocabulary::count;
use super::weights::probability;

/// What a candidate is judged by once all are known, and what that is in words. The first and the margin are in [-2, 2], the others in [0, 1].
pub const CONTEXT: [(&str, &str); 15] = [
    ("score", "what speaks for it by itself"),
    ("best", "no other has more"),
    ("margin", "how far the next for the same words is behind, or ahead"),
    ("rival", "another has more for the same words"),
    ("rival_is_parent", "the next for the same words is what it is a part of"),
    ("rival_is_child", "the next for the same words is a part of it"),
    ("parent_beside", "what it is a part of is named beside it"),
    ("child_beside", "a part of it is named beside it"),
    ("better_beside", "something more likely is named beside it"),
    ("close_rivals", "how many are about as likely for the same words"),
    ("segments", "how many parts the mention has"),
    ("last_segment", "it stands in the last part"),
    ("share", "its share among all for the same words"),
    ("inside_longer", "its words are in a longer name that is said"),
    ("beside_said", "how much of the rest of the mention other names say in full"),
];

/// The values of [`CONTEXT`], in their order.
pub type Context = [f32; CONTEXT.len()];

/// Scores this near are about the same, in log odds.
const CLOSE: f32 = 1.0;

/// Log odds brought into [-2, 2].
fn small(log_odds: f32) -> f32 {
    (log_odds / 5.0).clamp(-2.0, 2.0)
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Judges the candidate at `at` among `all`, which are sorted by their score.
pub(super) fn context(all: &[Candidate], at: usize, index: &Index) -> Context {
    let own = &all[at];
    let others = || all.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, other)| other);
    let rivals = || others().filter(|other| other.overlaps(own));
    let apart = || others().filter(|other| !other.overlaps(own));
    let rival = rivals().max_by(|one, other| one.score.total_cmp(&other.score));
    let is = |other: &Candidate, relation| index.relation(own.record, other.record) == Some(relation);
    let beside = |relation| {
        apart().filter(|other| is(other, relation)).map(|other| probability(other.score)).fold(0.0, f32::max)
    };
    let better = apart().map(|other| other.score - own.score).fold(0.0, f32::max);
    let close = rivals().filter(|other| (other.score - own.score).abs() < CLOSE).count();
    let odds = own.score.exp();
    let longer = |other: &Candidate| {
        other.features[0] > 0.9
            && other.words.len() > own.words.len()
            && own.words.iter().all(|word| other.words.contains(word))
    };
    let mut beside_words: Vec<usize> =
        apart().filter(|other| other.features[0] > 0.9).flat_map(|other| other.words.iter().copied()).collect();
    beside_words.sort_unstable();
    beside_words.dedup();
    let rest = own.of.saturating_sub(own.words.len());
    [
        small(own.score),
        yes(at == 0),
        rival.map_or(0.0, |rival| small(own.score - rival.score)),
        yes(rival.is_some_and(|rival| rival.score > own.score)),
        yes(rival.is_some_and(|rival| is(rival, Relation::Parent))),
        yes(rival.is_some_and(|rival| is(rival, Relation::Child))),
        beside(Relation::Parent),
        beside(Relation::Child),
        small(better).min(1.0),
        (count(close) / 4.0).min(1.0),
        (count(own.segments - 1) / 4.0).min(1.0),
        yes(own.at_end),
        odds / (1.0 + odds + rivals().map(|rival| rival.score.exp()).sum::<f32>()),
        yes(others().any(longer)),
        (count(beside_words.len()) / count(rest).max(1.0)).min(1.0),
    ]
}
