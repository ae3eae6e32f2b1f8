//! The command as people and programs meet it: what stands on stdout, what on stderr, and what it exits with.

#![cfg(feature = "cli")]

#[path = "cli/ask.rs"]
mod ask;
#[path = "cli/cite.rs"]
mod cite;
#[cfg(feature = "federation")]
#[path = "cli/enrich.rs"]
mod enrich;
#[path = "cli/follow.rs"]
mod follow;
#[cfg(unix)]
#[path = "cli/interrupt.rs"]
mod interrupt;
#[path = "cli/keep.rs"]
mod keep;
#[path = "cli/link.rs"]
mod link;
#[path = "cli/mapping.rs"]
mod mapping;
#[cfg(feature = "federation")]
#[path = "support/partner.rs"]
mod partner;
#[path = "support/skip.rs"]
mod skip;
#[path = "cli/support.rs"]
mod support;
#[path = "cli/talk.rs"]
mod talk;
#[path = "cli/time.rs"]
mod time;
#[path = "cli/token.rs"]
mod token;
#[path = "cli/view.rs"]
mod view;
