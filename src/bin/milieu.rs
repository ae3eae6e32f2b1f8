//! The `milieu` command.

fn main() -> std::process::ExitCode {
    milieu::face::cli::run(std::env::args_os())
}
