//! Decisions (draft).
use super::candidate::{Places, align, gather};
use super::index::Index;
use super::mention::{Mention, Reading};
use super::record::Relation;
use super::score::{FEATURES, Features, features};

pub const CONTEXT: [&str; 12] = ["score", "best", "margin", "rival", "rival_is_parent", "rival_is_child", "parent_beside", "child_beside", "better_beside", "close_rivals", "segments", "last_segment"];
pub type Context = [f32; CONTEXT.len()];

#[derive(Debug, Clone)]
pub struct Candidate {
    pub record: u32,
    pub name: u32,
    pub features: Features,
    pub score: f32,
    pub covered: Vec<usize>,
    pub at_end: bool,
    pub segments: usize,
}

#[derive(Debug, Clone)]
pub struct Linear { pub bias: f32, pub weights: Vec<f32> }
impl Linear {
    pub fn score(&self, x: &[f32]) -> f32 { self.bias + self.weights.iter().zip(x).map(|(w, x)| w * x).sum::<f32>() }
}
pub fn first() -> Linear {
    let mut weights = vec![0.0; FEATURES.len()];
    weights[0] = 3.0; weights[2] = 3.0; weights[6] = 3.0; weights[11] = 2.0; weights[15] = 1.0; weights[16] = -2.0; weights[17] = 1.0;
    Linear { bias: -6.0, weights }
}

/// All names close, scored; for each record the best.
pub fn candidates(mention: &Mention, index: &Index, pair: &Linear) -> Vec<Candidate> {
    let reading = Reading::of(mention, index);
    let places = Places::of(&reading);
    let mut found: Vec<Candidate> = Vec::new();
    for name in gather(&reading, &places, index) {
        let laid = align(name, &reading, &places, index);
        if laid.span().is_empty() { continue; }
        let features = features(&laid, &reading, index);
        let covered: Vec<usize> = (0..reading.words.len()).filter(|at| laid.covers(*at)).collect();
        let record = index.names[name as usize].record;
        let last = covered.last().copied().unwrap_or(0);
        let at_end = reading.words[last].word.segment as usize + 1 >= reading.segments();
        found.push(Candidate { record, name, score: pair.score(&features), features, covered, at_end, segments: reading.segments() });
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut seen = Vec::new();
    found.retain(|c| { let new = !seen.contains(&c.record); if new { seen.push(c.record) }; new });
    found.truncate(20);
    found
}
pub fn overlap(a: &Candidate, b: &Candidate) -> bool { a.covered.iter().any(|x| b.covered.contains(x)) }
fn squash(x: f32) -> f32 { (x / 5.0).clamp(-2.0, 2.0) }
pub fn context(all: &[Candidate], at: usize, index: &Index) -> Context {
    let own = &all[at];
    let others = || all.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| c);
    let rival = others().filter(|c| overlap(c, own)).max_by(|a, b| a.score.total_cmp(&b.score));
    let rel = |c: &Candidate| index.relation(own.record, c.record);
    let beside = |relation: Relation| others().filter(|c| !overlap(c, own) && rel(c) == Some(relation)).map(|c| 1.0 / (1.0 + (-c.score).exp())).fold(0.0, f32::max);
    let better = others().filter(|c| !overlap(c, own)).map(|c| c.score - own.score).fold(f32::NEG_INFINITY, f32::max);
    [
        squash(own.score),
        f32::from(u8::from(at == 0)),
        rival.map_or(0.0, |r| squash(own.score - r.score)),
        f32::from(u8::from(rival.is_some_and(|r| r.score > own.score))),
        f32::from(u8::from(rival.is_some_and(|r| rel(r) == Some(Relation::Parent)))),
        f32::from(u8::from(rival.is_some_and(|r| rel(r) == Some(Relation::Child)))),
        beside(Relation::Parent),
        beside(Relation::Child),
        if better.is_finite() { (better / 5.0).clamp(0.0, 1.0) } else { 0.0 },
        (others().filter(|c| overlap(c, own) && (c.score - own.score).abs() < 1.0).count() as f32 / 4.0).min(1.0),
        ((own.segments - 1) as f32 / 4.0).min(1.0),
        f32::from(u8::from(own.at_end)),
    ]
}
pub fn choose(all: &[Candidate], probs: &[f32], threshold: f32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..all.len()).filter(|i| probs[*i] >= threshold).collect();
    order.sort_by(|a, b| probs[*b].total_cmp(&probs[*a]));
    let mut kept: Vec<usize> = Vec::new();
    for i in order { if kept.iter().all(|k| !overlap(&all[*k], &all[i])) { kept.push(i) } }
    kept
}
