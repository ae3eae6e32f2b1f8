//! Views: every one on the toy world, against numbers made by hand, against the published ones, and on all that ships.

#[path = "support/skip.rs"]
mod skip;

mod views {
    mod arguments;
    mod by_hand;
    mod cache;
    mod catalogue;
    mod cite;
    mod expected;
    mod oracle;
    mod peer;
    mod shipped;
    mod support;
    mod what_if;
    mod why;
    mod worlds;
    mod write;
}
