//! Limits from outside: whatever a query does, it ends soon after it met one, and in an error.

#[path = "limits/memory.rs"]
mod memory;
#[path = "limits/rows.rs"]
mod rows;
#[path = "limits/stop.rs"]
mod stop;
#[path = "limits/support.rs"]
mod support;

use milieu::memory::Counting;
use mimalloc::MiMalloc;

/// The command's own, under which limits of memory hold, and queries that were stopped are back as soon as is promised.
#[global_allocator]
static ALLOCATOR: Counting<MiMalloc> = Counting::new(MiMalloc);
