//! The `milieu` command.
fn main() {}
