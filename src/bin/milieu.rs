//! The `milieu` command.

/// Lets queries be held to a limit of memory.
#[global_allocator]
static ALLOCATOR: milieu::memory::Counting = milieu::memory::Counting::system();

fn main() -> std::process::ExitCode {
    milieu::face::cli::run(std::env::args_os())
}
