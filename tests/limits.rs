//! Limits from outside: whatever a query does, it ends soon after it met one, and in an error.

#[path = "limits/memory.rs"]
mod memory;
#[path = "limits/rows.rs"]
mod rows;
#[path = "limits/stop.rs"]
mod stop;
#[path = "limits/support.rs"]
mod support;

/// The tests hold queries to limits of memory.
#[global_allocator]
static ALLOCATOR: milieu::memory::Counting = milieu::memory::Counting::system();
