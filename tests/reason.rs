//! What follows by rule: each rule by hand, the whole against a naive fixpoint, and the worlds that ship against property paths.

#[path = "reason/by_hand.rs"]
mod by_hand;
#[path = "reason/kept.rs"]
mod kept;
#[path = "reason/naive.rs"]
mod naive;
#[path = "reason/support.rs"]
mod support;
#[path = "reason/worlds.rs"]
mod worlds;
