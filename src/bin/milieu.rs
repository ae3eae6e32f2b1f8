//! The `milieu` command.

use milieu::memory::Counting;
use mimalloc::MiMalloc;

/// Counts, so that queries can be held to a limit of memory; gives back quickly what a query that was stopped had piled up.
#[global_allocator]
static ALLOCATOR: Counting<MiMalloc> = Counting::new(MiMalloc);

fn main() -> std::process::ExitCode {
    milieu::face::cli::run(std::env::args_os())
}
