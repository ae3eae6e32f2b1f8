//! The parts of a mention that name different organisations: `CONICET, Universidad de Buenos Aires`.
//!
//! Candidates compete for the words of a mention. Those that share none may all be meant; of those that share one the surest is.

use super::candidate::Candidate;

/// Of candidates with their probabilities, which are kept: from the surest down those that reach `threshold` and share no word with one
/// that was kept before.
pub(super) fn kept(all: &[Candidate], probabilities: &[f32], threshold: f32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..all.len()).filter(|at| probabilities[*at] >= threshold).collect();
    order.sort_by(|one, other| probabilities[*other].total_cmp(&probabilities[*one]).then(one.cmp(other)));
    let mut kept: Vec<usize> = Vec::new();
    for at in order {
        if kept.iter().all(|other| !all[*other].overlaps(&all[at])) {
            kept.push(at);
        }
    }
    kept
}
